/// Something in a corpus that a trainer would take without a word, or that a user may not know of.
public struct Defect: Codable, Equatable, Sendable {
  /// What it is.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Bytes that are no UTF-8; each maximal subpart becomes U+FFFD.
    case malformedUTF8 = "malformed-utf8"
    /// U+FEFF, at a file's start or, in files put together, inside.
    case byteOrderMark = "byte-order-mark"
    /// CR, with LF or alone.
    case carriageReturn = "carriage-return"
    /// NUL bytes.
    case nul
    /// Letters with a mark apart in a text that elsewhere has them composed.
    case mixedNormalization = "mixed-normalization"
    /// Letters with a mark apart, throughout the text.
    case decomposed
    /// U+00A0, U+2007, U+202F.
    case nonBreakingSpace = "non-breaking-space"
    /// U+200B, U+2060.
    case zeroWidthSpace = "zero-width-space"
    /// U+00AD.
    case softHyphen = "soft-hyphen"
    /// Tags, character entities, and the brackets of wiki links and templates.
    case markup
    /// Files of a single line over 10,000 bytes.
    case oneLineFile = "one-line-file"
    /// Lines of prose that end where the next word did not fit.
    case hardWrappedLine = "hard-wrapped-line"
    /// Lines that occurred before, blank ones left out.
    case repeatedLine = "repeated-line"
    /// Tokens of more than 50 letters.
    case longToken = "long-token"
    /// `<unk>`, `<s>`, `</s>`, `<pad>`: words that programs make up themselves.
    case reservedWord = "reserved-word"
    /// Gzip data under a name that does not say so.
    case compressedAsText = "compressed-as-text"
    /// Text under a name that ends like gzip's.
    case textAsCompressed = "text-as-compressed"
    /// Data in a form that is not read; the file is left out.
    case unreadableFormat = "unreadable-format"
  }

  /// Where it stands in a file's text (after inflating).
  public struct Place: Codable, Equatable, Sendable {
    /// The file; "-" is standard input.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The byte in the file's text, from 0.
    public let byte: Int

    /// A place.
    public init(file: String, line: Int, byte: Int) {
      self.file = file
      self.line = line
      self.byte = byte
    }
  }

  /// What it is.
  public let kind: Kind
  /// How often it was found.
  public internal(set) var count: Int
  /// Whether the count is an estimate.
  public internal(set) var isEstimate = false
  /// The first places, at most `mostPlaces`.
  public internal(set) var places: [Place]

  /// How many places are kept of a kind.
  public static let mostPlaces = 5
}

/// The defects found so far.
struct DefectLedger {
  private var found: [Defect.Kind: Defect] = [:]

  mutating func enter(_ kind: Defect.Kind, _ place: Defect.Place) {
    enter(kind, count: 1, places: [place])
  }

  /// Enters several at once, with the first places of them.
  mutating func enter(_ kind: Defect.Kind, count: Int, places: [Defect.Place]) {
    guard count > 0 else { return }
    var defect = found[kind] ?? Defect(kind: kind, count: 0, places: [])
    defect.count += count
    defect.places += places.prefix(Defect.mostPlaces - defect.places.count)
    found[kind] = defect
  }

  /// Says that a kind's count is an estimate.
  mutating func markEstimate(_ kind: Defect.Kind) { found[kind]?.isEstimate = true }

  /// Enters what was found of one kind as another.
  mutating func rename(_ kind: Defect.Kind, _ other: Defect.Kind) {
    guard let defect = found.removeValue(forKey: kind) else { return }
    enter(other, count: defect.count, places: defect.places)
  }

  /// All defects, in the order of their kinds.
  var defects: [Defect] { Defect.Kind.allCases.compactMap { found[$0] } }
}
