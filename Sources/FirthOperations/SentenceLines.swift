public import FirthText

/// Lines of text that were read once, whose vectors can be made as often as they are wanted.
///
/// The lines wait in temporary files (four bytes a token, and their text where asked), so that
/// neither text nor vectors are held in memory.
public final class SentenceLines {
  /// What was read.
  public let report: SentenceReport
  /// Sentences about what was replaced or dropped in the text.
  public let notes: [String]
  private let model: SentenceModel
  private let spool: LineSpool
  private let moments: SecondMoments?

  /// Reads the lines of a corpus.
  ///
  /// - Parameters:
  ///   - corpus: the text, a sentence a line.
  ///   - model: what makes the vectors.
  ///   - keepingText: whether the lines' text is kept, for `similar`.
  ///   - learning: whether `components` will be asked for.
  ///   - progress: called now and then.
  /// - Throws: `FileError`; `CorpusError`, also for a line of more than 16 MiB.
  public init(
    reading corpus: Corpus, for model: SentenceModel, keepingText: Bool = false,
    learning: Bool = true, progress: ((SentenceReport) -> Void)? = nil
  ) throws {
    let reader = SentenceReader(model, progress: progress)
    let spool = try LineSpool(keepingText: keepingText)
    var moments = learning ? SecondMoments(dimension: model.dimension) : nil
    try reader.forEachBlock(of: corpus, keeping: spool) { block in
      moments?.add(block.values, count: block.count)
    }
    (report, notes) = (reader.report, reader.notes)
    (self.model, self.spool, self.moments) = (model, spool, moments)
  }

  /// The first principal components of all lines' vectors, around zero, not around their mean.
  ///
  /// - Returns: so many; fewer where there are no more.
  /// - Precondition: the lines were read for learning.
  /// - Throws: `LAPACKError`.
  public func components(_ count: Int) throws -> SentenceComponents {
    guard let moments else { preconditionFailure("the lines were not read for learning") }
    return try moments.components(count)
  }

  /// Calls with the vectors of all lines, in order.
  ///
  /// - Throws: `FileError`; what `body` throws.
  package func forEachBlock(
    removing components: SentenceComponents?, _ body: (SentenceBlock) throws -> Void
  ) throws {
    try forEachSpooledBlock(removing: components) { block, _ in try body(block) }
  }

  private func forEachSpooledBlock(
    removing components: SentenceComponents?,
    _ body: (SentenceBlock, LineSpool.Block) throws -> Void
  ) throws {
    try spool.forEachBlock(ofLines: SentenceBlock.size) { spooled in
      let block = SentenceBlock(
        spooled.lines, 0..<spooled.lines.count, first: spooled.first, model.sums,
        dimension: model.dimension, removing: components)
      try body(block, spooled)
    }
  }

  /// A line that was found.
  public struct Match: Codable, Equatable, Sendable {
    /// Its number, from 1.
    public let line: Int
    /// The cosine of its vector with that of the question.
    public let score: Float
    /// Its text.
    public let text: String
  }

  /// The lines most similar to some vectors by the cosine, the most similar first.
  ///
  /// - Parameters:
  ///   - vectors: what is looked for, with the components taken out already.
  ///   - count: how many lines are wanted of each.
  ///   - components: what is taken out of the lines' vectors.
  /// - Returns: the lines found for each vector.
  /// - Precondition: the text was kept.
  /// - Throws: `FileError`.
  public func similar(
    to vectors: [[Float]], count: Int, removing components: SentenceComponents?
  ) throws -> [[Match]] {
    var search = SentenceSearch(vectors, dimension: model.dimension, count: count)
    try forEachSpooledBlock(removing: components) { block, spooled in
      search.add(block, places: spooled.places)
    }
    return try search.best().map { found in
      try found.map { hit in
        Match(line: hit.line + 1, score: hit.score, text: try spool.text(at: hit.place))
      }
    }
  }
}
