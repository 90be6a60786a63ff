public import FirthText

import FirthFiles

/// What a corpus is: its defects, its scripts, and what a tokenizer makes of it.
public struct CorpusCheck: Sendable {
  /// A script's part of all letters.
  public struct ScriptShare: Codable, Equatable, Sendable {
    /// The script.
    public let script: Script
    /// How many of the text's letters it has.
    public let letters: Int
    /// The same as a share, 0...1.
    public let share: Double
  }

  /// What was found, in the order of the kinds.
  public let defects: [Defect]
  /// What was read.
  public let report: CorpusReport
  /// Lines of text.
  public let lines: Int
  /// The scripts, the most frequent first.
  public let scripts: [ScriptShare]
  /// Which languages the text may be in.
  public let languages: [LanguageGuess]
  /// Words and tokens that are left at several minimum counts.
  public let bands: [CountBand]
  /// Whether no letter is a capital, as in text that a program has prepared.
  public let isLowerCase: Bool
  /// The text as ids; nil where no word is frequent enough.
  public let encoded: EncodedCorpus?
  /// Why there is none.
  public let problem: CorpusError?
  /// Seconds that reading and encoding took, without the looking.
  public let readingSeconds: Double
  /// Files that cannot be read, and why; they are left out.
  public let refused: [CorpusError]

  /// Reads a corpus once and looks at all of it.
  ///
  /// - Parameters:
  ///   - corpus: the files.
  ///   - tokenizer: how `encode` cuts text.
  ///   - encode: encodes the files given, showing them to the observer.
  /// - Throws: `FileError`, `CorpusError` for damaged data or too little memory.
  package init(
    _ corpus: Corpus, tokenizer: Tokenizer,
    encode: (Corpus, any TextObserver) throws -> EncodedCorpus
  ) throws {
    let inspector = TextInspector(tokenizer: tokenizer)
    var (files, refused): ([String], [CorpusError]) = ([], [])
    for path in corpus.files {
      if path != "-", let form = FileSignature.unsupported(file: path) {
        refused.append(.unsupported(path: path, format: form.format, remedy: form.remedy))
        inspector.leaveOut(path)
      } else {
        files.append(path)
      }
    }
    if files.isEmpty, let first = refused.first { throw first }
    let start = ContinuousClock.now
    var (encoded, problem): (EncodedCorpus?, CorpusError?) = (nil, nil)
    do {
      encoded = try encode(Corpus(files: files), inspector)
    } catch let error as CorpusError {
      switch error {
      case .noWords, .noFrequentWords, .noListedWords: problem = error
      default: throw error
      }
    }
    readingSeconds = (ContinuousClock.now - start - inspector.time) / .seconds(1)
    self.encoded = encoded
    self.problem = problem
    self.refused = refused
    defects = inspector.ledger.defects
    report = encoded?.report ?? inspector.report
    encodedBytes = 4 * (inspector.report.tokens + inspector.report.sentences)
    lines = inspector.lines
    bands = inspector.bands
    isLowerCase = inspector.upperCase == 0
    let letters = inspector.scripts.reduce(0) { $0 + $1.letters }
    scripts = inspector.scripts.map {
      ScriptShare(
        script: $0.script, letters: $0.letters, share: Double($0.letters) / Double(letters))
    }
    languages = encoded.map { LanguageGuess.guesses(from: $0.vocabulary) } ?? []
  }

  /// The bytes that the text takes as ids while it is read.
  public let encodedBytes: Int

  /// The defects of a kind.
  public func defect(_ kind: Defect.Kind) -> Defect? { defects.first { $0.kind == kind } }
}
