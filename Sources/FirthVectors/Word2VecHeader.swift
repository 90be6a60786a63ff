/// The first line of word2vec's files: how many words, and how many values each has.
struct Word2VecHeader: Equatable {
  var rows: Int
  var columns: Int
  /// Where the first row starts.
  var end: Int

  /// More than two numbers of 20 digits and the white space around them.
  private static let longest = 64

  /// Reads the line at the start of a file; nil when it is anything but two whole numbers.
  init?(_ bytes: Span<UInt8>) {
    var numbers: [Int] = []
    var position = 0
    let end = min(bytes.count, Self.longest)
    while position < end, bytes[position] != UInt8(ascii: "\n") {
      let start = position
      var number = 0
      while position < end, case let digit = Int(bytes[position]) - 48, (0...9).contains(digit) {
        // Numbers too large are kept as the largest, which no file has room for.
        let (tens, overflowing) = number.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = tens.addingReportingOverflow(digit)
        number = overflowing || overflow ? Int.max : sum
        position += 1
      }
      if position > start {
        numbers.append(number)
      } else if bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\r") {
        position += 1
      } else {
        return nil
      }
    }
    guard position < end, numbers.count == 2 else { return nil }
    rows = numbers[0]
    columns = numbers[1]
    self.end = position + 1
  }

  /// Reads the line and checks its claims against the file's size, before anything is allocated.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - place: where an error is said to be.
  ///   - wordBytes: the least that a row takes besides its values.
  ///   - valueBytes: the least that a value takes.
  /// - Throws: `FormatError.invalid`.
  init(
    checking file: FileBytes, place: FormatError.Place, wordBytes: Int, valueBytes: Int
  ) throws(FormatError) {
    guard let header = file.withBytes({ Self($0) }) else {
      throw file.invalid(
        place, expected: "a first line of two whole numbers: words and dimensions",
        found: file.count == 0 ? "an empty file" : "something else")
    }
    let (rows, columns) = (header.rows, header.columns)
    guard rows > 0, columns > 0, rows < Int(UInt32.max), columns <= Int(Int32.max) else {
      throw file.invalid(
        place, expected: "a word and a dimension at least, below 2^32 and 2^31",
        found: "\(rows) words with \(columns) dimensions")
    }
    let row = wordBytes + columns * valueBytes
    let (needed, overflow) = rows.multipliedReportingOverflow(by: row)
    // The last row may lack its line end.
    guard !overflow, needed - 1 <= file.count - header.end else {
      throw file.invalid(
        place, expected: "room for \(rows) words with \(columns) dimensions",
        found: "\(file.count - header.end) bytes after the first line")
    }
    self = header
  }
}
