import Foundation

/// A file, a pipe or standard input as a stream of its stored bytes, counted and hashed on the way.
@safe
package struct StoredInput: ~Copyable {
  /// The path as given; "-" is standard input.
  package let path: String
  /// The number of bytes read so far.
  package private(set) var offset = 0
  private let descriptor: Int32
  private let mayBlock: Bool
  private let stop: StopFlag
  private var hash = SHA256()

  /// Milliseconds between two looks at the stop flag while a pipe is silent.
  private static let patience: Int32 = 50

  /// Opens the input.
  ///
  /// - Throws: `InputError.file` when it is missing, a folder or unreadable.
  package init(_ path: String, stop: StopFlag = StopFlag()) throws(InputError) {
    self.path = path
    self.stop = stop
    descriptor =
      path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .file(.reading(path)) }
    var status = stat()
    let code = unsafe fstat(descriptor, &status) == 0 ? 0 : errno
    if code != 0 || status.st_mode & S_IFMT == S_IFDIR {
      if path != "-" { close(descriptor) }
      throw .file(.reading(path, code: code == 0 ? EISDIR : code))
    }
    mayBlock = status.st_mode & S_IFMT != S_IFREG
  }

  /// Reads the next bytes; 0 at the end.
  ///
  /// - Throws: `InputError.file`, or `.stopped` when the flag was raised while a pipe was silent.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(InputError) -> Int {
    while true {
      if mayBlock { try wait() }
      let count = unsafe Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        offset += count
        unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
      }
      guard errno == EINTR || errno == EAGAIN else { throw .file(.reading(path)) }
    }
  }

  /// The SHA-256 of the bytes read so far, in hexadecimal.
  package func sha256() -> String { hash.hexadecimal() }

  /// Waits for a pipe to hold something, so that a silent one does not keep a thread for ever.
  private func wait() throws(InputError) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while !stop.isRaised {
      let ready = unsafe poll(&request, 1, Self.patience)
      if ready > 0 { return }
      if ready < 0 && errno != EINTR { throw .file(.reading(path)) }
    }
    throw .stopped
  }

  deinit {
    if path != "-" { close(descriptor) }
  }
}
