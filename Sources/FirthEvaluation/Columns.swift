/// How the lines of a file are cut into fields: at tabs, at commas or semicolons, or at white space.
enum Columns {
  case separated(Character)
  case spaced

  /// The way that fits a line: tabs before commas, and these only where no white space divides.
  init(sniffing line: Substring) {
    if line.contains("\t") {
      self = .separated("\t")
    } else if line.contains(",") {
      self = .separated(",")
    } else if line.contains(";") {
      self = .separated(";")
    } else {
      self = .spaced
    }
  }

  /// The fields of a line, without white space around them; quotes around a field are taken away.
  func fields(_ line: Substring) -> [String] {
    switch self {
    case .spaced: line.split(whereSeparator: \.isWhitespace).map(String.init)
    case .separated("\t"):
      line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.trimmed($0) }
    case .separated(let mark):
      line.contains("\"")
        ? Self.quoted(line, mark)
        : line.split(separator: mark, omittingEmptySubsequences: false).map { Self.trimmed($0) }
    }
  }

  /// Fields of which some stand in quotes, in which a quote is doubled (RFC 4180).
  private static func quoted(_ line: Substring, _ mark: Character) -> [String] {
    var fields = [""]
    var isInside = false
    var wasQuote = false
    for letter in line {
      if letter == "\"" {
        if wasQuote { fields[fields.count - 1].append(letter) }
        isInside.toggle()
        wasQuote = !isInside
        continue
      }
      wasQuote = false
      if letter == mark, !isInside {
        fields.append("")
      } else {
        fields[fields.count - 1].append(letter)
      }
    }
    return fields.map { trimmed($0[...]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
