internal import FirthFiles
internal import FirthText

/// Comma- or tab-separated values (RFC 4180): a header `word`, `d1`, `d2`, …, then a row a word.
///
/// Fields with a separator, a quote or a line end are in quotes, in which a quote stands twice. The
/// header may be missing in what is read.
struct DelimitedText {
  let separator: UInt8

  private static let quote = UInt8(ascii: "\"")

  func read(_ source: VectorSource) throws -> Embeddings {
    var rows = RowBuilder()
    var records = RecordReader(source.file, separator: separator)
    var isFirst = true
    while let record = try records.next() {
      let numbers = record.fields.dropFirst().map { TextFloat.parse($0.span) }
      if isFirst, isHeader(record.fields, numbers) {
        isFirst = false
        continue
      }
      isFirst = false
      if record.fields.count == 1, record.fields[0].isEmpty, rows.columns != nil { continue }
      var values: [Float] = []
      for (index, number) in numbers.enumerated() {
        guard let number else {
          throw source.file.invalid(
            .line(record.line), expected: "a number as value \(index + 1)",
            found: String(decoding: record.fields[index + 1].prefix(40), as: UTF8.self)
              .debugDescription)
        }
        values.append(number)
      }
      try rows.append(record.fields[0], values, at: .line(record.line), of: source)
    }
    return try rows.embeddings(source)
  }

  /// A first record names columns if one of them is no number, or they are numbered from 0 or 1.
  private func isHeader(_ fields: [[UInt8]], _ numbers: [Float?]) -> Bool {
    if numbers.contains(where: { $0 == nil }) { return true }
    guard numbers.count > 1, let first = numbers[0], first == 0 || first == 1 else { return false }
    let isNumbered = numbers.enumerated().allSatisfy { $1 == first + Float($0) }
    let name = String(decoding: fields[0], as: UTF8.self).lowercased()
    return isNumbered && ["", "word", "words", "token", "index"].contains(name)
  }

  func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    let text = RowText(embeddings, output.options)
    let separatorText = String(Character(Unicode.Scalar(separator)))
    try output.write { file in
      let names = ["word"] + (1...embeddings.dimension).map { "d\($0)" }
      try file.write(names.joined(separator: separatorText) + "\n")
      try text.write(to: &file) { row, line in
        append(embeddings.vocabulary.utf8(of: WordID(row)), to: &line)
        text.append(valuesOf: row, to: &line, before: separator)
        line.append(0x0A)
      }
    }
  }

  private func append(_ word: ArraySlice<UInt8>, to line: inout [UInt8]) {
    let isPlain = word.allSatisfy {
      $0 != separator && $0 != Self.quote && $0 != 0x0A && $0 != 0x0D
    }
    guard !isPlain || word.isEmpty else {
      line += word
      return
    }
    line.append(Self.quote)
    for byte in word {
      if byte == Self.quote { line.append(Self.quote) }
      line.append(byte)
    }
    line.append(Self.quote)
  }
}

/// Takes records of delimited text apart, one at a time.
private struct RecordReader {
  struct Record {
    var fields: [[UInt8]]
    /// The line on which it begins, from 1.
    var line: Int
  }

  private let file: FileBytes
  private let separator: UInt8
  private var position = 0
  private var line = 1

  init(_ file: FileBytes, separator: UInt8) {
    self.file = file
    self.separator = separator
    // A byte order mark, which spreadsheets write, is no part of the first field.
    if file.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next record; nil at the end.
  mutating func next() throws(FormatError) -> Record? {
    guard position < file.count else { return nil }
    var record = Record(fields: [[]], line: line)
    var isQuoted = false
    let start = line
    while position < file.count {
      let byte: UInt8 = file.integer(at: position)
      position += 1
      let last = record.fields.count - 1
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if position < file.count, file.integer(at: position, as: UInt8.self) == byte {
            record.fields[last].append(byte)
            position += 1
          } else {
            isQuoted = false
          }
        } else {
          if byte == 0x0A { line += 1 }
          record.fields[last].append(byte)
        }
      } else if byte == separator {
        record.fields.append([])
      } else if byte == 0x0A {
        line += 1
        return record
      } else if byte == UInt8(ascii: "\""), record.fields[last].isEmpty {
        isQuoted = true
      } else if byte == 0x0D,
        position == file.count || file.integer(at: position, as: UInt8.self) == 0x0A
      {
        continue
      } else {
        record.fields[last].append(byte)
      }
    }
    guard !isQuoted else {
      throw file.invalid(.line(start), expected: "a closing quote", found: "the file's end")
    }
    return record
  }
}

/// Comma-separated values.
enum CommaSeparated: FormatCodec {
  private static let text = DelimitedText(separator: UInt8(ascii: ","))

  static func read(_ source: VectorSource) throws -> Embeddings { try text.read(source) }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try text.write(embeddings, to: output)
  }
}

/// Tab-separated values.
enum TabSeparated: FormatCodec {
  private static let text = DelimitedText(separator: UInt8(ascii: "\t"))

  static func read(_ source: VectorSource) throws -> Embeddings { try text.read(source) }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try text.write(embeddings, to: output)
  }
}
