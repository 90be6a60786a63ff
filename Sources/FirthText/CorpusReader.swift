import FirthFiles
import Foundation

/// Reads and inflates a corpus on a thread of its own, into a few fixed blocks.
///
/// The thread ends before `read` returns or throws, also when the consumer stops early.
enum CorpusReader {
  /// What the consumer gets, in order.
  @safe
  enum Event {
    /// The next text of a file; `storedBytes` counts what was read of all files.
    case text(UnsafePointer<UInt8>, count: Int, storedBytes: Int)
    case fileStart(String)
    case fileEnd(CorpusReport.File)
  }

  /// Calls `consume` with all events; a text's bytes are valid during the call.
  ///
  /// - Throws: `FileError`, `CorpusError`, and what `consume` throws.
  static func read(_ corpus: Corpus, _ consume: (Event) throws -> Void) throws {
    let queue = BlockQueue()
    let stop = StopFlag()
    let thread = Thread {
      produce(corpus.files, into: queue, stop)
      queue.finish()
    }
    thread.name = "firth reader"
    thread.start()
    defer {
      stop.raise()
      queue.stop()
      queue.waitForFinish()
    }
    while let item = queue.next() {
      switch item {
      case .block(let block):
        let event = unsafe Event.text(
          block.base, count: block.count, storedBytes: block.storedBytes)
        try consume(event)
        queue.recycle(block)
      case .fileStart(let path): try consume(.fileStart(path))
      case .fileEnd(let file): try consume(.fileEnd(file))
      case .failed(let error): throw error
      }
    }
  }

  /// The reading thread.
  private static func produce(_ files: [String], into queue: BlockQueue, _ stop: StopFlag) {
    var storedBefore = 0
    for path in files {
      do throws(InputError) {
        guard queue.put(.fileStart(path)) else { return }
        var input = try TextInput(path, stop: stop)
        while var block = queue.freeBlock() {
          block.count = try unsafe input.read(into: block.buffer)
          if block.count == 0 {
            queue.recycle(block)
            break
          }
          block.storedBytes = storedBefore + input.storedBytes
          guard queue.put(.block(block)) else { return }
        }
        if stop.isRaised { return }
        storedBefore += input.storedBytes
        let file = CorpusReport.File(
          name: path, bytes: input.storedBytes, sha256: input.sha256())
        guard queue.put(.fileEnd(file)) else { return }
      } catch {
        if error != .stopped { _ = queue.put(.failed(failure(error, path))) }
        return
      }
    }
  }

  /// An input's error with its path.
  static func failure(_ error: InputError, _ path: String) -> any Error {
    switch error {
    case .file(let error): error
    case .damaged(let offset, let problem):
      CorpusError.damaged(path: path, offset: offset, problem: problem)
    case .unsupported(let format, let remedy):
      CorpusError.unsupported(path: path, format: format, remedy: remedy)
    case .stopped: CancellationError()
    }
  }
}
