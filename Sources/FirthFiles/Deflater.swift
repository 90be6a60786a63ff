import CZlib
import Foundation

/// zlib's deflate into one gzip member without a name or a time, so that the same bytes give the same
/// file.
@safe
final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableBufferPointer<UInt8>

  private static let bufferSize = 1 << 18

  /// A stream at its start.
  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe output = .allocate(capacity: Self.bufferSize)
    // It fails only without memory for its 300 KB; deflate then says so.
    _ = unsafe firth_deflate_init(stream, Z_DEFAULT_COMPRESSION)
  }

  /// Compresses bytes and hands over what is ready, all of it after the last bytes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - isLast: whether no more follow.
  ///   - write: takes compressed bytes and returns 0 or an `errno`.
  /// - Returns: 0 or an `errno`.
  func deflate(
    _ bytes: UnsafeRawBufferPointer, isLast: Bool, write: (UnsafeRawBufferPointer) -> Int32
  ) -> Int32 {
    var rest = unsafe bytes
    repeat {
      // zlib counts in 32 bits.
      let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      unsafe stream.pointee.next_in = UnsafeMutablePointer(
        mutating: part.bindMemory(to: UInt8.self).baseAddress)
      unsafe stream.pointee.avail_in = UInt32(part.count)
      let isEnd = unsafe isLast && rest.isEmpty
      repeat {
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let code = unsafe CZlib.deflate(stream, isEnd ? Z_FINISH : Z_NO_FLUSH)
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { return ENOMEM }
        let produced = unsafe output.count - Int(stream.pointee.avail_out)
        let written = unsafe write(
          UnsafeRawBufferPointer(start: output.baseAddress, count: produced))
        if written != 0 { return written }
      } while unsafe stream.pointee.avail_out == 0
    } while unsafe !rest.isEmpty
    return 0
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
    unsafe output.deallocate()
  }
}
