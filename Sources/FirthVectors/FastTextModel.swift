internal import FirthText

/// The parts of a fastText model file (versions 11 and 12) that make word vectors.
struct FastTextModel {
  static let magic: [UInt8] = [0xBA, 0x16, 0x4F, 0x2F]
  static let versions: ClosedRange<Int32> = 11...12

  private(set) var dimensions = 0
  private(set) var bucketCount = 0
  private(set) var lengths = 0...0
  private(set) var isSupervised = false
  private(set) var words = WordList()
  private(set) var counts: [UInt64] = []
  private(set) var kept: [Int32: Int32]?
  private(set) var rows: FastTextRows?

  private let file: FileBytes
  private var position = 0

  private enum Model {
    static let supervised: Int32 = 3
  }

  /// The type of a dictionary entry.
  private enum Entry {
    static let word: UInt8 = 0
    static let label: UInt8 = 1
  }

  /// Reads a model; of its output matrix only the size is checked.
  init(_ file: FileBytes) throws(FormatError) {
    self.file = file
    guard file.starts(with: Self.magic) else {
      throw fail("fastText's magic bytes", "something else")
    }
    position = Self.magic.count
    let version = try number(Int32.self)
    guard Self.versions.contains(version) else {
      throw fail("version 11 or 12", "\(version)")
    }
    try readArguments(version)
    let wordCount = try readDictionary()
    try readInput(wordCount)
    try skipOutput()
  }

  private mutating func readArguments(_ version: Int32) throws(FormatError) {
    let start = position
    var arguments: [Int32] = []
    for _ in 0..<11 { arguments.append(try number(Int32.self)) }
    // floret writes its mode and its number of hashes before the last argument.
    if !isPlausible(dictionary: start + 56), isPlausible(dictionary: start + 64) {
      let (mode, hashes) = (try number(Int32.self), try number(Int32.self))
      guard mode == 1, hashes == 1 else {
        throw fail("floret's fastText mode, 1 and 1", "\(mode) and \(hashes)")
      }
    }
    _ = (try number(Int32.self), try number(UInt64.self))
    dimensions = Int(arguments[0])
    isSupervised = arguments[7] == Model.supervised
    bucketCount = Int(arguments[8])
    let (shortest, longest) = (Int(arguments[9]), Int(arguments[10]))
    // Supervised models of version 11 had no n-grams, whatever they say.
    let hasNGrams = longest > 0 && !(version == 11 && isSupervised)
    guard dimensions > 0, bucketCount >= 0, !hasNGrams || (0...longest).contains(shortest) else {
      throw file.invalid(
        .byte(start), expected: "a dimension and n-grams of rising lengths",
        found: "dim \(dimensions), bucket \(bucketCount), minn \(shortest), maxn \(longest)")
    }
    lengths = hasNGrams && bucketCount > 0 ? max(1, shortest)...longest : 0...0
  }

  /// Whether a dictionary may begin at a byte: as many entries as words and labels.
  private func isPlausible(dictionary start: Int) -> Bool {
    guard start + 28 <= file.count else { return false }
    let numbers = (0..<3).map { Int(file.integer(at: start + 4 * $0, as: Int32.self)) }
    return numbers[0] > 0 && numbers[1] >= 0 && numbers[2] >= 0
      && numbers[0] == numbers[1] + numbers[2]
      && file.integer(at: start + 20, as: Int64.self) >= -1
  }

  private mutating func readDictionary() throws(FormatError) -> Int {
    let start = position
    let size = Int(try number(Int32.self))
    let wordCount = Int(try number(Int32.self))
    let labelCount = Int(try number(Int32.self))
    _ = try number(Int64.self)
    let keptCount = try number(Int64.self)
    // An entry is a zero byte, a count and a type at least.
    guard wordCount > 0, labelCount >= 0, size == wordCount + labelCount,
      size <= (file.count - position) / 10
    else {
      throw file.invalid(
        .byte(start), expected: "a dictionary of words and labels inside the file",
        found: "\(size) entries, \(wordCount) words, \(labelCount) labels")
    }
    for entry in 0..<size {
      let place = position
      let word = try readWord()
      let count = try number(Int64.self)
      let type = try number(UInt8.self)
      guard type == (entry < wordCount ? Entry.word : Entry.label), count >= 0 else {
        throw file.invalid(
          .byte(place), expected: "words with counts, then labels",
          found: "entry \(entry) of type \(type) with count \(count)")
      }
      if entry < wordCount {
        words.append(word)
        counts.append(UInt64(count))
      }
    }
    counts = try file.checked(counts: counts, at: .byte(start))
    if keptCount >= 0 { try readKept(Int(clamping: keptCount)) }
    return wordCount
  }

  private mutating func readWord() throws(FormatError) -> ArraySlice<UInt8> {
    let start = position
    let limit = min(file.count, start + Word2VecBinary.longestWord + 1)
    let end = file.withBytes { bytes in
      var end = start
      while end < limit, bytes[end] != 0 { end += 1 }
      return end
    }
    guard end < limit else {
      throw fail("a word of at most \(Word2VecBinary.longestWord) bytes and a zero", "no zero")
    }
    position = end + 1
    return file[start..<end][...]
  }

  /// Reads which buckets are left of a model that was cut down.
  private mutating func readKept(_ count: Int) throws(FormatError) {
    guard count <= (file.count - position) / 8 else {
      throw fail("a list of buckets inside the file", "\(count) buckets")
    }
    var places: [Int32: Int32] = [:]
    for _ in 0..<count {
      let bucket = try number(Int32.self)
      places[bucket] = try number(Int32.self)
    }
    kept = places
  }

  private mutating func readInput(_ wordCount: Int) throws(FormatError) {
    let isQuantized = try number(UInt8.self) != 0
    let hasNorms = isQuantized ? try number(UInt8.self) != 0 : false
    let start = position
    let (count, columns) = (try number(Int64.self), try number(Int64.self))
    let nGramRows = lengths.upperBound == 0 ? 0 : kept?.count ?? bucketCount
    guard columns == dimensions, count >= wordCount + nGramRows, count < 1 << 40 else {
      throw file.invalid(
        .byte(start),
        expected: "\(wordCount + nGramRows) rows of \(dimensions) numbers for words and n-grams",
        found: "\(count) rows of \(columns)")
    }
    if let places = kept, let worst = places.values.first(where: { $0 < 0 || $0 >= places.count }) {
      throw file.invalid(
        .byte(start), expected: "places of buckets below \(places.count)", found: "\(worst)")
    }
    let form: FastTextRows.Form
    if isQuantized {
      form = .quantized(try readQuantized(rows: Int(count), hasNorms: hasNorms))
    } else {
      let (bytes, overflow) = Int(count).multipliedReportingOverflow(by: dimensions * 4)
      guard !overflow, bytes <= file.count - position else {
        throw fail(
          "\(count) rows of \(dimensions) numbers", "\(file.count - position) bytes")
      }
      form = .dense(position)
      position += bytes
    }
    rows = FastTextRows(file: file, count: Int(count), columns: dimensions, form: form)
  }

  /// Checks that the output matrix is whole and ends the file.
  private mutating func skipOutput() throws(FormatError) {
    let isQuantized = try number(UInt8.self) != 0
    let isInputQuantized = if case .quantized = rows?.form { true } else { false }
    let hasNorms = isQuantized && isInputQuantized ? try number(UInt8.self) != 0 : false
    let start = position
    let (count, columns) = (try number(Int64.self), try number(Int64.self))
    guard columns == dimensions || count == 0, count >= 0, count < 1 << 40 else {
      throw file.invalid(
        .byte(start), expected: "an output matrix of \(dimensions) columns",
        found: "\(count) rows of \(columns)")
    }
    if isQuantized && isInputQuantized {
      _ = try readQuantized(rows: Int(count), hasNorms: hasNorms)
    } else {
      let (bytes, overflow) = Int(count).multipliedReportingOverflow(by: dimensions * 4)
      guard !overflow, bytes <= file.count - position else {
        throw fail(
          "an output matrix of \(count) rows", "\(file.count - position) bytes")
      }
      position += bytes
    }
    guard position == file.count else {
      throw fail("the file's end after the output matrix", "\(file.count - position) more bytes")
    }
  }

  private mutating func readQuantized(
    rows: Int, hasNorms: Bool
  ) throws(FormatError) -> FastTextRows.Quantized {
    let size = Int(try number(Int32.self))
    let codes = position
    guard size >= 0, size <= file.count - position else {
      throw fail("codes inside the file", "\(size) bytes")
    }
    position += size
    let quantizer = try readQuantizer(columns: dimensions)
    guard size == rows * quantizer.groups else {
      throw file.invalid(
        .byte(codes), expected: "\(rows * quantizer.groups) codes for \(rows) rows",
        found: "\(size)")
    }
    guard hasNorms else { return FastTextRows.Quantized(codes: codes, quantizer: quantizer) }
    let normCodes = position
    guard rows <= file.count - position else {
      throw fail("a norm's code for each of \(rows) rows", "\(file.count - position) bytes")
    }
    position += rows
    let norms = try readQuantizer(columns: 1)
    return FastTextRows.Quantized(
      codes: codes, quantizer: quantizer, norms: (normCodes, norms))
  }

  private mutating func readQuantizer(
    columns: Int
  ) throws(FormatError) -> FastTextRows.Quantizer {
    let start = position
    let dimension = Int(try number(Int32.self))
    let groups = Int(try number(Int32.self))
    let width = Int(try number(Int32.self))
    let lastWidth = Int(try number(Int32.self))
    let floats = columns * FastTextRows.Quantizer.centroidCount
    guard dimension == columns, groups > 0, width > 0, lastWidth > 0, lastWidth <= width,
      (groups - 1) * width + lastWidth == columns, floats <= (file.count - position) / 4
    else {
      throw file.invalid(
        .byte(start), expected: "a quantizer of \(columns) dimensions with its centroids",
        found: "\(groups) groups of \(width), the last of \(lastWidth), for \(dimension)")
    }
    let centroids = (0..<floats).map {
      Float(bitPattern: file.integer(at: position + 4 * $0, as: UInt32.self))
    }
    position += 4 * floats
    return FastTextRows.Quantizer(
      groups: groups, width: width, lastWidth: lastWidth, centroids: centroids)
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(FormatError) -> Number {
    guard MemoryLayout<Number>.size <= file.count - position else {
      throw fail("a number of \(MemoryLayout<Number>.size) bytes", "the file's end")
    }
    defer { position += MemoryLayout<Number>.size }
    return file.integer(at: position)
  }

  private func fail(_ expected: String, _ found: String) -> FormatError {
    file.invalid(.byte(position), expected: expected, found: found)
  }
}
