public import FirthVectors

import FirthNumerics
import FirthText

extension Embeddings {
  /// The vectors after a change of their place in a concept; rows are made as they are read.
  ///
  /// All else stays as it is but for n-grams. What undoes the change is kept beside the vectors where
  /// they are written as safetensors (`undoingLastChange`).
  ///
  /// - Parameters:
  ///   - concept: the concept.
  ///   - move: what is done.
  ///   - rows: which words' vectors, by their rows in rising order; nil for all. One that has no place
  ///     in the concept, being zero or no number, stays as it is.
  /// - Returns: the vectors, and how many of them have changed places.
  /// - Throws: `ConceptError` when the concept belongs to other vectors or can't be added.
  public func changed(
    by concept: Concept, _ move: ConceptMove, rows: [Int]? = nil
  ) throws(ConceptError) -> (embeddings: Embeddings, changed: Int) {
    try check(concept)
    if case .add = move, concept.step == nil {
      throw .notTwoGroups(concept.examples.groups.count)
    }
    let change = RowChange(vectors, concept, move, rows: rows ?? Array(0..<vocabularySize))
    return (changed(by: change, move.name(concept.name)), change.rows.count)
  }

  /// The vectors with some words made equal in all but a concept: each set's words get the same part
  /// outside of it and the same distance from their middle (Bolukbasi and others 2016, equation 5),
  /// and keep their lengths.
  ///
  /// - Parameters:
  ///   - sets: the words, set by set; what one set changes, the next ones find changed.
  ///   - concept: the concept.
  /// - Returns: the vectors, how many sets were made equal, and the words that have no vector.
  /// - Throws: `ConceptError` when the concept belongs to other vectors or was found by LEACE.
  public func equalized(
    _ sets: [[String]], in concept: Concept
  ) throws(ConceptError) -> (embeddings: Embeddings, sets: Int, unknown: [String]) {
    try check(concept)
    guard concept.method != .leace else { throw .equalizeByLEACE }
    var equalizing = Equalizing(self, concept)
    for set in sets { equalizing.equalize(set) }
    let change = RowChange(vectors, replacing: equalizing.rows)
    return (
      changed(by: change, "equalize=\(concept.name)"), equalizing.sets, equalizing.unknown
    )
  }

  private func check(_ concept: Concept) throws(ConceptError) {
    guard concept.dimensions == dimension else {
      throw .otherDimensions(concept: concept.dimensions, vectors: dimension)
    }
  }

  private func changed(by change: RowChange, _ name: String) -> Embeddings {
    var metadata = metadata
    let before = metadata[Self.changesKey]
    metadata[Self.changesKey] = (before.map { $0 + " " } ?? "") + name
    let record = ChangeRecord(
      change: name, rank: change.rank, rows: change.rows.count, precision: vectors.precision,
      transforms: before)
    let undo = AttachedBytes(
      name: AttachedBytes.prefix + "\(attachments.count + 1)", bytes: change.undo(record))
    return replacing(
      vectors: Matrix(viewing: change, rows: vectors.rows, columns: vectors.columns),
      metadata: metadata, attachments: attachments + [undo])
  }

  /// What `firth concept` did to the vectors last, such as `remove=gender`; nil when nothing is kept
  /// of it.
  ///
  /// - Throws: `ConceptError.damaged`.
  public var lastChange: String? {
    get throws(ConceptError) {
      guard let last = attachments.last else { return nil }
      return try RestoredRows.record(last.bytes, path: source?.path ?? "", tensor: last.name).change
    }
  }

  /// The vectors as they were before `lastChange`, to the bit, in the precision that they had.
  ///
  /// - Throws: `ConceptError` when there is nothing to undo, or what undoes it is damaged;
  ///   `FormatError.memory` when a copy in the precision of before does not fit in memory.
  public func undoingLastChange() throws -> Embeddings {
    let path = source?.path ?? ""
    guard let last = attachments.last else { throw ConceptError.nothingToUndo(path: path) }
    let restored = try RestoredRows(vectors, last.bytes, path: path, tensor: last.name)
    var metadata = metadata
    metadata[Self.changesKey] = restored.record.transforms
    let matrix = Matrix(viewing: restored, rows: vectors.rows, columns: vectors.columns)
    let precision = restored.record.precision
    if precision != .f32 { try checkMemory(for: precision) }
    let vectors =
      restored.scales.map { matrix.quantized(by: $0) }
      ?? (precision == .f32 ? matrix : matrix.converted(to: precision))
    return replacing(
      vectors: vectors, metadata: metadata, attachments: attachments.dropLast())
  }
}

extension ConceptMove {
  /// What metadata say of the change.
  fileprivate func name(_ concept: String) -> String {
    switch self {
    case .remove: "remove=\(concept)"
    case .neutral: "neutral=\(concept)"
    case .add(let strength): "add=\(concept)*\(strength)"
    }
  }
}
