internal import ArgumentParser
internal import Firth

/// `firth align`.
struct AlignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align", abstract: "Turns vectors so that they fit those of another file.",
    discussion: """
      The rotation that brings the vectors of words in common, or of a dictionary's pairs, nearest to \
      one another (orthogonal Procrustes): for two languages, two decades or two runs. Prints how often \
      pairs held out, or else those it was made from, find each other, by the cosine and by CSLS.
      """)

  @Argument(help: "The file of word vectors to turn.")
  var vectors: String

  @Argument(help: "The file of word vectors that they are to fit.")
  var target: String

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "Pairs of words, one a line, instead of the words in common.", valueName: "file"))
  var dictionary: String?

  @Option(
    help: ArgumentHelp(
      "Hold out every so-manieth pair from the rotation, to look it up afterwards; 2 is half.",
      valueName: "number"))
  var holdOut: Int?

  @Option(help: "How many pairs are looked up: those of the most frequent words.")
  var testPairs = 5_000

  @Option(help: "How many words of either file are looked among: the most frequent.")
  var top = 200_000

  @Flag(help: "Write the result as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  mutating func validate() throws {
    if let holdOut { try Limits.check("--hold-out", holdOut, 2...1_000_000) }
    try Limits.check("--test-pairs", testPairs, 1...1_000_000)
    try Limits.check("--top", top, 1...10_000_000)
    try output.check()
  }

  mutating func run() throws {
    try SameFile.refuse(
      [output.path], amongInputs: [vectors, target] + [dictionary].compactMap(\.self))
    let file = try OutputFile(output.path)
    let (from, to) = (try read(vectors), try read(target))
    let pairs = try pairs(from, to)
    let held = pairs.indices.filter { isHeldOut($0) }.map { pairs[$0] }
    let taken = pairs.indices.filter { !isHeldOut($0) }.map { pairs[$0] }
    if !quiet {
      Console.note(
        "\(taken.count) pairs make the rotation"
          + (held.isEmpty ? "" : ", \(held.count) are held out"))
    }
    let alignment = try Alignment(from: from, to: to, pairs: taken)
    let precision = alignment.precision(
      from: from, to: to, pairs: Array((held.isEmpty ? taken : held).prefix(testPairs)), top: top)
    try alignment.stream(from).write(to: file, format: output.format)
    try show(precision, isHeldOut: !held.isEmpty)
  }

  private func read(_ path: String) throws -> Embeddings {
    let embeddings = try Embeddings(contentsOf: path)
    if !quiet { ReadingArguments.noteRepairs(of: embeddings, path) }
    return embeddings
  }

  private func isHeldOut(_ place: Int) -> Bool { holdOut.map { place % $0 == $0 - 1 } ?? false }

  /// The pairs in the order of the first file's words.
  private func pairs(_ from: Embeddings, _ to: Embeddings) throws -> [Alignment.Pair] {
    guard let dictionary else { return Alignment.sharedWords(from, to) }
    var pairs: [Alignment.Pair] = []
    var unknown = 0
    var lines = try LineBlocks(dictionary)
    while let block = try lines.next() {
      for entry in block {
        let words = entry.text.split(whereSeparator: \.isWhitespace)
        if words.isEmpty { continue }
        guard words.count == 2 else {
          throw AlignmentError.dictionary(path: dictionary, line: entry.number)
        }
        if let x = from.vocabulary.id(of: String(words[0])),
          let y = to.vocabulary.id(of: String(words[1]))
        {
          pairs.append((x.row, y.row))
        } else {
          unknown += 1
        }
      }
    }
    if unknown > 0, !quiet {
      Console.note("\(dictionary): \(unknown) pairs have a word without a vector")
    }
    return pairs.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  private func show(_ precision: Alignment.Precision, isHeldOut: Bool) throws {
    if json { return try Console.write(json: precision) }
    func percent(_ share: Double) -> String { ProgressDisplay.decimal(100 * share, 1) + " %" }
    try Console.write(
      """
      \(precision.pairs) words\(isHeldOut ? " held out" : "") looked up:
      first by the cosine\t\(percent(precision.cosineAt1))
      first by CSLS\t\(percent(precision.at1))
      among 5 by CSLS\t\(percent(precision.at5))
      among 10 by CSLS\t\(percent(precision.at10))

      """)
  }
}
