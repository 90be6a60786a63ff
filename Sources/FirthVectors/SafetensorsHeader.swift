/// The header of a safetensors file: which tensors lie where, checked against the file's size.
///
/// The layout (github.com/huggingface/safetensors): the header's length as a little-endian u64, so
/// many bytes of JSON, then the tensors' data without gaps or overlaps.
struct SafetensorsHeader {
  /// What the header says about a tensor.
  struct Tensor: Equatable {
    var name: String
    var type: ElementType
    var shape: [Int]
    /// Where its data lies, from the start of the file.
    var range: Range<Int>
  }

  /// The tensors in the order of their data.
  private(set) var tensors: [Tensor] = []
  private(set) var metadata: [String: String] = [:]

  /// The longest header that the format's own library reads.
  static let longest = 100_000_000
  private static let lengthBytes = 8

  /// Reads and checks the header of a file.
  init(_ file: FileBytes) throws(FormatError) {
    guard file.count >= Self.lengthBytes else {
      throw file.invalid(
        .byte(file.count), expected: "the 8 bytes of the header's length", found: "the file's end")
    }
    let length = file.integer(at: 0, as: UInt64.self)
    let available = file.count - Self.lengthBytes
    guard length >= 2, length <= UInt64(min(Self.longest, available)) else {
      let limit = available < Self.longest ? "the rest of the file" : "the format's limit"
      throw file.invalid(
        .byte(0), expected: "a header length from 2 to \(min(Self.longest, available)), \(limit)",
        found: "\(length)")
    }
    let dataStart = Self.lengthBytes + Int(length)
    let parser = try SafetensorsHeaderParser(file, range: Self.lengthBytes..<dataStart)
    metadata = parser.metadata
    tensors = try parser.tensors.map { (entry) throws(FormatError) in
      try Self.resolve(entry, in: file, dataStart: dataStart)
    }
    tensors.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    try checkCoverage(of: dataStart..<file.count, file)
  }

  /// What a cache line has, and the widest vector registers ask for.
  private static let alignment = 64

  /// A header with its length before it, filled up with spaces so that the data are aligned.
  static func bytes(_ json: String) -> [UInt8] {
    var bytes = Array(json.utf8)
    let unaligned = (lengthBytes + bytes.count) % alignment
    if unaligned > 0 {
      bytes += [UInt8](repeating: UInt8(ascii: " "), count: alignment - unaligned)
    }
    return LittleEndian.bytes(UInt64(bytes.count)) + bytes
  }

  /// The tensor of a name.
  func tensor(_ name: String) -> Tensor? { tensors.first { $0.name == name } }

  private static func resolve(
    _ entry: SafetensorsHeaderParser.Entry, in file: FileBytes, dataStart: Int
  ) throws(FormatError) -> Tensor {
    func invalid(_ expected: String, _ found: String) -> FormatError {
      file.invalid(.tensor(entry.name), expected: expected, found: found)
    }
    guard let type = ElementType(rawValue: entry.type) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw invalid("one of the types \(known)", entry.type.debugDescription)
    }
    var size = type.size
    for extent in entry.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw invalid("a shape that fits in memory", "\(entry.shape)") }
      size = product
    }
    let available = file.count - dataStart
    guard entry.start <= entry.end, entry.end <= available else {
      throw invalid(
        "rising data offsets up to \(available)", "\(entry.start) and \(entry.end)")
    }
    guard entry.end - entry.start == size else {
      throw invalid(
        "\(size) bytes of data for \(type.rawValue) \(entry.shape)",
        "\(entry.end - entry.start)")
    }
    return Tensor(
      name: entry.name, type: type, shape: entry.shape,
      range: dataStart + entry.start..<dataStart + entry.end)
  }

  /// Checks that the tensors' data follow one another and end with the file.
  private func checkCoverage(of data: Range<Int>, _ file: FileBytes) throws(FormatError) {
    var end = data.lowerBound
    for tensor in tensors {
      guard tensor.range.lowerBound == end else {
        let what = tensor.range.lowerBound < end ? "an overlap with" : "a gap after"
        throw file.invalid(
          .tensor(tensor.name), expected: "data from byte \(end) on",
          found: "\(what) the tensor before it: byte \(tensor.range.lowerBound)")
      }
      end = tensor.range.upperBound
    }
    guard end == data.upperBound else {
      throw file.invalid(
        .byte(end), expected: "the file's end after the last tensor",
        found: "\(data.upperBound - end) more bytes")
    }
  }
}

extension SafetensorsHeader {
  /// The types of number that safetensors names, each of whole bytes.
  enum ElementType: String, CaseIterable {
    case bool = "BOOL"
    case u8 = "U8"
    case i8 = "I8"
    case f8e5m2 = "F8_E5M2"
    case f8e4m3 = "F8_E4M3"
    case i16 = "I16"
    case u16 = "U16"
    case f16 = "F16"
    case bf16 = "BF16"
    case i32 = "I32"
    case u32 = "U32"
    case f32 = "F32"
    case f64 = "F64"
    case i64 = "I64"
    case u64 = "U64"

    /// The bytes of one number.
    var size: Int {
      switch self {
      case .bool, .u8, .i8, .f8e5m2, .f8e4m3: 1
      case .i16, .u16, .f16, .bf16: 2
      case .i32, .u32, .f32: 4
      case .f64, .i64, .u64: 8
      }
    }
  }
}
