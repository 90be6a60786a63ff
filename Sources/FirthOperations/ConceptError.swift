/// Why a concept can't be found, read or used.
public enum ConceptError: Error, Equatable, Sendable {
  /// Too few of the examples' words have a vector.
  case tooFewExamples(known: [Int], needed: Int)
  /// Principal components of pairs were asked for, and the examples are no pairs.
  case needsPairs
  /// More directions than the examples have.
  case rank(Int, most: Int)
  /// LEACE was to have a number of directions.
  case rankOfLEACE
  /// The groups have the same mean.
  case noDifference
  /// The concept belongs to vectors of other dimensions.
  case otherDimensions(concept: Int, vectors: Int)
  /// The concept has more than two groups, so nothing leads from one to the other.
  case notTwoGroups(Int)
  /// Equalizing by LEACE's projection.
  case equalizeByLEACE
  /// A file's line is not what it should be.
  case line(path: String, line: Int, expected: String)
  /// A file is no concept's.
  case notAConcept(path: String, found: String)
  /// The vectors keep no change that could be undone.
  case nothingToUndo(path: String)
  /// The last change of the vectors is another than the one to undo.
  case otherChange(path: String, last: String)
  /// What undoes a change is damaged.
  case damaged(path: String, tensor: String)
}

extension ConceptError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .tooFewExamples(let known, let needed):
      "of the groups' words, \(known.isEmpty ? "0" : known.map(String.init).joined(separator: " and "))"
        + " have a vector, and two groups or more with \(needed) each are needed; give more words, or "
        + "vectors that have them"
    case .needsPairs: "pca needs pairs of words; with groups, use mean-difference or leace"
    case .rank(let rank, let most):
      "the rank \(rank) is outside of 1…\(most), which is what these examples allow"
    case .rankOfLEACE: "leace takes as many directions as the groups need; leave out the rank"
    case .noDifference: "the groups have the same mean, so nothing leads from one to the other"
    case .otherDimensions(let concept, let vectors):
      "the concept belongs to vectors of \(concept) dimensions, and these have \(vectors); make it "
        + "anew from these vectors"
    case .notTwoGroups(let count):
      "the concept has \(count) groups, so nothing leads from one to the other; make one of two groups"
    case .equalizeByLEACE:
      "a concept by leace has no directions to equalize along; make it by pca or mean-difference"
    case .line(let path, let line, let expected): "\(path):\(line): expected \(expected)"
    case .notAConcept(let path, let found):
      "\(path): \(found); name a file that firth concept make wrote"
    case .nothingToUndo(let path):
      "\(path): keeps no change that could be undone; only .safetensors files that firth concept wrote "
        + "do"
    case .otherChange(let path, let last):
      "\(path): its last change is '\(last)'; undo that first"
    case .damaged(let path, let tensor):
      "\(path): tensor \(tensor.debugDescription): what undoes the change is damaged; get or write the "
        + "file again"
    }
  }
}
