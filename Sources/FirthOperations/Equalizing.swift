import FirthNumerics
import FirthText
import FirthVectors

/// Makes sets of words equal in all but a concept, one set after the other.
struct Equalizing {
  private let embeddings: Embeddings
  private let concept: Concept
  /// The rows that have changed.
  private(set) var rows: [Int: [Float]] = [:]
  private(set) var sets = 0
  private(set) var unknown: [String] = []

  init(_ embeddings: Embeddings, _ concept: Concept) {
    (self.embeddings, self.concept) = (embeddings, concept)
  }

  mutating func equalize(_ words: [String]) {
    var members: [(row: Int, norm: Double, unit: [Double])] = []
    for word in words {
      guard let row = embeddings.vocabulary.id(of: word)?.row else {
        if !unknown.contains(word) { unknown.append(word) }
        continue
      }
      let vector = (rows[row] ?? embeddings.vectors[row]).map(Double.init)
      guard let norm = concept.scale(vector) else { continue }
      members.append((row, norm, vector.map { $0 / norm }))
    }
    guard members.count >= 2 else { return }
    let (rank, columns) = (concept.rank, concept.dimensions)
    func axis(_ axis: Int) -> [Double] {
      Array(concept.directions[axis * columns..<(axis + 1) * columns])
    }
    let axes = (0..<rank).map(axis)
    let mean = ConceptVectors.mean(members.map(\.unit), columns)
    let centre = axes.map { UnitVector.dot($0, mean) }
    var outside = mean
    for (axis, part) in zip(axes, centre) {
      for column in 0..<columns { outside[column] -= part * axis[column] }
    }
    let reach = max(0, 1 - UnitVector.dot(outside, outside)).squareRoot()
    let offsets = members.map { member in
      zip(axes, centre).map { UnitVector.dot($0, member.unit) - $1 }
    }
    let lengths = offsets.map { UnitVector.dot($0, $0).squareRoot() }
    // Words at the middle, but for what rounding to Float leaves, lead nowhere.
    guard lengths.allSatisfy({ $0 > 1e-6 }) else { return }
    for (member, (offset, length)) in zip(members, zip(offsets, lengths)) {
      var moved = outside
      for (axis, part) in zip(axes, offset) {
        for column in 0..<columns { moved[column] += reach * part / length * axis[column] }
      }
      rows[member.row] = moved.map { Float(member.norm * $0) }
    }
    sets += 1
  }
}
