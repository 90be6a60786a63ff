import FirthFiles
import FirthText

/// Looks at every byte of a corpus while it is read.
@safe
final class TextInspector: TextObserver {
  private let tokenizer: Tokenizer
  private(set) var ledger = DefectLedger()
  private(set) var bands: [CountBand] = []
  private(set) var report = CorpusReport()
  private(set) var lines = 0
  /// Letters by script, in the order of `Script.allCases`.
  private var letters = [Int](repeating: 0, count: Script.allCases.count)
  private var kinds = ScalarKinds()
  private let ascii: [ScalarKind]
  private var repeats = LineRepeats()
  private var composed = 0
  private(set) var upperCase = 0
  /// Nanoseconds spent here.
  private(set) var time = Duration.zero

  // The file.
  private var file = ""
  private var offset = 0
  private var line = 1
  private var markup = MarkupScanner()
  private var shape = LineShape()
  private var firstWrapped: [Defect.Place] = []
  private var filesLines = 0

  // The line.
  private var lineStart = 0
  private var lineHash = TextInspector.hashStart
  private var lineLength = 0
  private var firstWord = 0
  private var isInFirstWord = true
  private var isBlank = true
  private var lastScalar: UInt32 = 0
  /// The length of the line before, nil at the start and after a blank line.
  private var lengthBefore: Int?
  private var endedSentence = false
  private var startBefore = 0

  // The token and the scalar.
  private var tokenLetters = 0
  private var tokenStart = 0
  private var previousLetter: UInt32 = 0
  private var missing = 0
  private var value: UInt32 = 0
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xbf
  private var sequenceStart = 0

  /// What ends sentences, and the quotation marks that may follow.
  private static let sentenceEnds = Set(".!?…:;\"'”’»。".unicodeScalars.map(\.value))
  private static let hashStart: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let longestToken = 50
  private static let longLine = 10_000

  init(tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    ascii = (UInt32(0)..<128).map { ScalarKind(Unicode.Scalar($0) ?? " ") }
  }

  /// The share of each script among all letters, the most frequent first.
  var scripts: [(script: Script, letters: Int)] {
    zip(Script.allCases, letters).filter { $0.1 > 0 }.map { (script: $0.0, letters: $0.1) }
      .sorted { $0.letters > $1.letters }
  }

  // MARK: Reading

  func start(file: String) {
    self.file = file
    (offset, line, filesLines) = (0, 1, 0)
    (shape, firstWrapped, lengthBefore) = (LineShape(), [], nil)
    markup.reset()
    startLine(at: 0)
    endToken()
    checkName()
  }

  func see(_ text: UnsafePointer<UInt8>, count: Int) {
    let start = ContinuousClock.now
    for index in 0..<count { unsafe take(text[index], at: offset + index) }
    offset += count
    time += ContinuousClock.now - start
  }

  func endFile() {
    if missing > 0 { replaceMalformed() }
    endToken()
    let isOneLine = filesLines == 0 || (filesLines == 1 && lineStart == offset)
    if isOneLine, offset > Self.longLine { enter(.oneLineFile, line: 1, byte: 0) }
    if lineStart < offset { endLine(at: offset) }
    ledger.enter(.hardWrappedLine, count: shape.wrappedLines, places: firstWrapped)
  }

  func counted(_ bands: [CountBand], _ report: CorpusReport) {
    self.bands = bands
    self.report = report
    if repeats.factor > 1 { ledger.markEstimate(.repeatedLine) }
    if composed == 0 { ledger.rename(.mixedNormalization, .decomposed) }
  }

  /// Enters a file that is left out.
  func leaveOut(_ path: String) {
    ledger.enter(.unreadableFormat, Defect.Place(file: path, line: 1, byte: 0))
  }

  // MARK: Bytes

  @inline(__always)
  private func take(_ byte: UInt8, at place: Int) {
    if missing > 0 { if continueSequence(byte, at: place) { return } }
    if byte != 0x0a { lineHash = (lineHash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    if markup.isOpen || MarkupScanner.begins(with: byte) { takeMarkup(byte, at: place) }
    if byte >= 0x80 { return startSequence(byte, at: place) }
    if byte <= 0x20 {
      takeSpace(byte, at: place)
    } else {
      let kind = ascii[Int(byte)]
      if kind.isLetter {
        letters[0] += 1
        if byte < 0x61 { upperCase += 1 }
      }
      takeScalar(UInt32(byte), kind, at: place)
    }
  }

  private func takeMarkup(_ byte: UInt8, at place: Int) {
    switch markup.take(byte, line: line, byte: place) {
    case .markup: enter(.markup, line: markup.line, byte: markup.byte)
    case .reservedWord: enter(.reservedWord, line: markup.line, byte: markup.byte)
    case nil: break
    }
  }

  /// Takes a control character or a space.
  private func takeSpace(_ byte: UInt8, at place: Int) {
    switch byte {
    case 0x0a: endLine(at: place)
    case 0x0d: enter(.carriageReturn, byte: place)
    case 0x00:
      enter(.nul, byte: place)
      if tokenizer == .words { endToken() }
      isBlank = false
      return
    default:
      lineLength += 1
      if !isBlank { isInFirstWord = false }
    }
    endToken()
  }

  /// Takes a scalar that is no control character of ASCII and no space.
  private func takeScalar(_ scalar: UInt32, _ kind: ScalarKind, at place: Int) {
    lineLength += 1
    isBlank = false
    lastScalar = scalar
    if isInFirstWord { firstWord += 1 }
    let isPart = tokenizer == .words ? kind.isWordPart : !kind.isWhiteSpace
    guard isPart else {
      // An apostrophe or a hyphen may stand inside a word.
      if scalar != 0x27, scalar != 0x2d, scalar != 0x2019 { endToken() }
      previousLetter = 0
      return
    }
    if tokenLetters == 0 { tokenStart = place }
    if !kind.isMark { tokenLetters += 1 }
    if tokenLetters == Self.longestToken + 1, !kind.isMark {
      enter(.longToken, byte: tokenStart)
    }
    previousLetter = kind.isLetter ? scalar : kind.isMark ? previousLetter : 0
  }

  private func endToken() {
    tokenLetters = 0
    previousLetter = 0
  }

  // MARK: Scalars

  private func takeScalar(_ scalar: UInt32, at place: Int) {
    switch scalar {
    case 0xad: enter(.softHyphen, byte: place)
    case 0xa0, 0x2007, 0x202f: enter(.nonBreakingSpace, byte: place)
    case 0x200b, 0x2060: enter(.zeroWidthSpace, byte: place)
    case 0xfeff: enter(.byteOrderMark, byte: place)
    default:
      let kind = kinds.kind(of: scalar)
      if kind.isLetter {
        letters[kind.script] += 1
        if kind.isComposed { composed += 1 }
      } else if kind.isMark, previousLetter != 0, kinds.composes(previousLetter, scalar) {
        enter(.mixedNormalization, byte: place)
      }
      return takeScalar(scalar, kind, at: place)
    }
    lineLength += 1
    if scalar == 0xa0 || scalar == 0x2007 || scalar == 0x202f { endToken() }
  }

  /// Begins a sequence of several bytes (Unicode table 3-7).
  private func startSequence(_ byte: UInt8, at place: Int) {
    sequenceStart = place
    switch byte {
    case 0xc2...0xdf: (missing, value) = (1, UInt32(byte & 0x1f))
    case 0xe0...0xef:
      (missing, value) = (2, UInt32(byte & 0x0f))
      if byte == 0xe0 { lowest = 0xa0 }
      if byte == 0xed { highest = 0x9f }
    case 0xf0...0xf4:
      (missing, value) = (3, UInt32(byte & 0x07))
      if byte == 0xf0 { lowest = 0x90 }
      if byte == 0xf4 { highest = 0x8f }
    default: replaceMalformed()
    }
  }

  /// Takes a byte of a sequence; false when it begins something new.
  private func continueSequence(_ byte: UInt8, at place: Int) -> Bool {
    guard byte >= lowest, byte <= highest else {
      replaceMalformed()
      return false
    }
    (lowest, highest) = (0x80, 0xbf)
    lineHash = (lineHash ^ UInt64(byte)) &* 0x100_0000_01b3
    value = value << 6 | UInt32(byte & 0x3f)
    missing -= 1
    if missing == 0 { takeScalar(value, at: sequenceStart) }
    return true
  }

  private func replaceMalformed() {
    missing = 0
    (lowest, highest) = (0x80, 0xbf)
    enter(.malformedUTF8, byte: sequenceStart)
    takeScalar(0xfffd, kinds.kind(of: 0xfffd), at: sequenceStart)
  }

  // MARK: Lines

  private func endLine(at place: Int) {
    lines += 1
    filesLines += 1
    if isBlank {
      lengthBefore = nil
    } else {
      if let lengthBefore {
        shape.enter(length: lengthBefore, endsSentence: endedSentence, nextWord: firstWord)
        if firstWrapped.count < Defect.mostPlaces {
          firstWrapped.append(Defect.Place(file: file, line: line - 1, byte: startBefore))
        }
      }
      if repeats.isRepeated(Self.mixed(lineHash)) {
        ledger.enter(
          .repeatedLine, count: repeats.factor,
          places: [Defect.Place(file: file, line: line, byte: lineStart)])
      }
      lengthBefore = lineLength
      endedSentence = Self.sentenceEnds.contains(lastScalar)
    }
    startBefore = lineStart
    line += 1
    startLine(at: place + 1)
  }

  private func startLine(at place: Int) {
    lineStart = place
    (lineHash, lineLength, firstWord) = (Self.hashStart, 0, 0)
    (isInFirstWord, isBlank) = (true, true)
  }

  /// A hash of which every bit depends on every bit.
  private static func mixed(_ hash: UInt64) -> UInt64 {
    let product = (hash ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xbb67_ae85_84ca_a73b)
    return product.high ^ product.low
  }

  // MARK: Entering

  private func enter(_ kind: Defect.Kind, line: Int? = nil, byte: Int) {
    ledger.enter(kind, Defect.Place(file: file, line: line ?? self.line, byte: byte))
  }

  /// Compares what a file's name says with what it holds.
  private func checkName() {
    guard file != "-", let isGzip = FileSignature.isGzip(file: file) else { return }
    let name = file.lowercased()
    let saysGzip = [".gz", ".gzip", ".dz", ".tgz"].contains { name.hasSuffix($0) }
    if isGzip, !saysGzip { enter(.compressedAsText, line: 1, byte: 0) }
    if !isGzip, saysGzip { enter(.textAsCompressed, line: 1, byte: 0) }
  }
}
