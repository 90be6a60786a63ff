import FirthNumerics
import FirthVectors

/// A concept as a part of the space of vectors: a direction such as that from man to woman, or a few.
///
/// A vector's coordinates in it are `c = P·x/n`, with `n` its length, or 1 for LEACE. Whatever is done
/// with a concept changes coordinates: `x' = x + n·(c' − c)·D`. For a direction or a subspace, the rows
/// of `P` and of `D` are the same unit vectors at right angles; LEACE's projection is oblique.
public struct Concept: Sendable {
  /// How a concept is found in its examples.
  public enum Method: String, CaseIterable, Codable, Sendable {
    /// From one group's mean to the other's, over unit vectors; of more than two groups, the
    /// principal components of their means.
    case meanDifference = "mean-difference"
    /// The principal components of pairs around their centres, over unit vectors (Bolukbasi and
    /// others 2016).
    case pca
    /// The smallest change after which no linear classifier tells the groups apart (Belrose and
    /// others 2023), over vectors as they are.
    case leace
  }

  /// What the concept is called in expressions and reports.
  public let name: String
  /// How it was found.
  public let method: Method
  /// The dimensions of the vectors that it belongs to.
  public let dimensions: Int
  /// How many coordinates it has.
  public let rank: Int
  /// The groups of words that it was found in.
  public let examples: ConceptExamples
  /// How well it fits its examples.
  public let evidence: ConceptEvidence

  /// `P` [rank × dimensions].
  let probes: [Double]
  /// `D` [rank × dimensions].
  let directions: [Double]
  /// The coordinates of vectors without the concept [rank]: zeros, or the examples' mean for LEACE.
  let origin: [Double]
  /// The coordinates halfway between the groups [rank].
  let middle: [Double]
  /// What leads from the first group to the second [rank]; nil where they are not two.
  let step: [Double]?

  /// Whether coordinates are those of unit vectors.
  var isUnit: Bool { method != .leace }

  /// The length by which a vector's coordinates are divided; nil for one that has no place in the
  /// concept: it is no number, infinite, or zero where directions are compared.
  func scale(_ vector: some Sequence<Double>) -> Double? {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm.isFinite else { return nil }
    return isUnit ? (norm > 0 ? norm : nil) : 1
  }

  /// The coordinates of a vector of a length.
  func coordinates(_ vector: UnsafeBufferPointer<Float>, scale: Double) -> [Double] {
    (0..<rank).map { axis in
      var sum = 0.0
      for column in 0..<dimensions {
        unsafe sum += probes[axis * dimensions + column] * Double(vector[column])
      }
      return sum / scale
    }
  }

  /// The coordinates after a change.
  func coordinates(_ coordinates: [Double], after move: ConceptMove) -> [Double] {
    switch move {
    case .remove: origin
    case .neutral: middle
    case .add(let strength):
      step.map { zip(coordinates, $0).map { $0 + strength * $1 } } ?? coordinates
    }
  }

  /// A vector after a change; itself where it has no place in the concept.
  ///
  /// - Precondition: it has as many values as the concept has dimensions.
  public func moved(_ vector: [Double], by move: ConceptMove) -> [Double] {
    precondition(vector.count == dimensions, "\(vector.count) values, \(dimensions) needed")
    guard let scale = scale(vector) else { return vector }
    let before = (0..<rank).map { axis in
      vector.indices.reduce(0.0) { $0 + probes[axis * dimensions + $1] * vector[$1] } / scale
    }
    let after = coordinates(before, after: move)
    var moved = vector
    for axis in 0..<rank {
      let shift = scale * (after[axis] - before[axis])
      for column in moved.indices {
        moved[column] += shift * directions[axis * dimensions + column]
      }
    }
    return moved
  }
}

/// A change of a vector's place in a concept.
public enum ConceptMove: Equatable, Sendable {
  /// Takes the concept away: nothing is left along it, or what LEACE leaves.
  case remove
  /// Puts the vector halfway between the two groups.
  case neutral
  /// Moves the vector so many times the way from the first group's mean to the second's.
  case add(strength: Double)
}
