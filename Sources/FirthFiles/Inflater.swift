import CZlib

/// zlib's inflate over the members of a gzip file.
@safe
final class Inflater {
  /// What one step came to.
  enum Outcome: Equatable {
    /// Bytes were consumed or produced.
    case progress
    /// The member ended and its checksum and length are right.
    case memberEnd
    /// Nothing can be done without more input.
    case needsInput
    /// The data are broken; zlib's word for it.
    case damaged(String)
  }

  private let stream: UnsafeMutablePointer<z_stream>

  /// How the compressed data are wrapped.
  enum Form {
    case gzip
    /// Not at all, as in a zip archive.
    case bare

    /// 15 bits of window; 16 more ask for gzip headers and trailers, which zlib then checks.
    var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
  }

  /// A stream at the start of a member; nil when there is no memory for it.
  init?(_ form: Form = .gzip) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe firth_inflate_init(stream, form.windowBits) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  /// Starts the next member.
  func startMember() { unsafe inflateReset(stream) }

  /// Inflates from `input` to `output`; returns how many bytes of each were used.
  func step(
    from input: UnsafeMutableBufferPointer<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>
  ) -> (outcome: Outcome, consumed: Int, produced: Int) {
    unsafe stream.pointee.next_in = input.baseAddress
    unsafe stream.pointee.avail_in = UInt32(input.count)
    unsafe stream.pointee.next_out = output.baseAddress
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let code = unsafe inflate(stream, Z_NO_FLUSH)
    let consumed = unsafe input.count - Int(stream.pointee.avail_in)
    let produced = unsafe output.count - Int(stream.pointee.avail_out)
    let outcome: Outcome
    switch code {
    case Z_OK: outcome = .progress
    case Z_STREAM_END: outcome = .memberEnd
    case Z_BUF_ERROR: outcome = .needsInput
    default:
      let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      outcome = .damaged(message ?? "error \(code)")
    }
    return (outcome, consumed, produced)
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }
}
