public import FirthVectors

import FirthNumerics
import FirthText

/// A rotation that brings one space of vectors onto another: of two languages, two decades, two runs.
///
/// The orthogonal map `W` that makes the sum of `‖W·x − y‖²` least over pairs of words, with `x` and
/// `y` as unit vectors: `W = U·Vᵀ` of the singular value decomposition of `Σ y·xᵀ` (Schönemann 1966;
/// Xing and others 2015). Lengths and angles among the words stay as they are.
public struct Alignment: Sendable {
  /// Rows of the two spaces that belong together.
  public typealias Pair = (from: Int, to: Int)

  /// `W` [D × D].
  public let matrix: [Double]

  /// The alignment of some pairs of rows.
  ///
  /// - Throws: `AlignmentError`, `LAPACKError`.
  public init(from source: Embeddings, to target: Embeddings, pairs: [Pair]) throws {
    let columns = source.dimension
    guard target.dimension == columns else {
      throw AlignmentError.otherDimensions(source.dimension, target.dimension)
    }
    guard !pairs.isEmpty else { throw AlignmentError.noPairs }
    let threads = BLAS.threads
    BLAS.threads = Workers.cores
    defer { BLAS.threads = threads }
    var products = [Double](repeating: 0, count: columns * columns)
    let step = 2_048
    for start in stride(from: 0, to: pairs.count, by: step) {
      let block = pairs[start..<min(start + step, pairs.count)]
      let x = UnitRows(source.vectors, block.map(\.from))
      let y = UnitRows(target.vectors, block.map(\.to))
      BLAS.addProducts(
        y.values.map(Double.init), x.values.map(Double.init), count: block.count, columns: columns,
        to: &products)
    }
    let (left, _, right) = try LAPACK.singularValues(ofSquare: products, order: columns)
    var matrix = [Double](repeating: 0, count: columns * columns)
    // `left · right`: rows times a matrix that is transposed twice.
    var transposed = right
    for i in 0..<columns {
      for j in 0..<columns { transposed[j * columns + i] = right[i * columns + j] }
    }
    BLAS.multiply(
      left, count: columns, byTransposed: transposed, matrixRows: columns, columns: columns,
      into: &matrix)
    self.matrix = matrix
  }

  /// The words that two spaces have in common, in the order of the first's.
  public static func sharedWords(_ source: Embeddings, _ target: Embeddings) -> [Pair] {
    (0..<source.vocabularySize).compactMap { row in
      target.vocabulary.id(of: Array(source.vocabulary.utf8(of: WordID(row)))).map { (row, $0.row) }
    }
  }

  /// The source's vectors in the target's space, to be written only: rows are made as they are read.
  package func stream(_ source: Embeddings) -> Embeddings {
    source.changed(to: turned(source).viewed(), by: "align")
  }

  /// The source's vectors in the target's space, without context vectors and biases.
  public func apply(to source: Embeddings) -> Embeddings {
    source.changed(to: turned(source).copied(), by: "align")
  }

  private func turned(_ source: Embeddings) -> MovedRows {
    let map = AffineMap(matrix: matrix, rows: source.dimension, columns: source.dimension)
    return MovedRows(source.vectors, [.affine(map)])
  }

  /// How often the right word is found for a word of the source.
  public struct Precision: Codable, Equatable, Sendable {
    /// The pairs asked for.
    public let pairs: Int
    /// The share whose word is the first by the cosine.
    public let cosineAt1: Double
    /// The share whose word is the first by CSLS.
    public let at1: Double
    /// The share whose word is among the first 5 by CSLS.
    public let at5: Double
    /// The share whose word is among the first 10 by CSLS.
    public let at10: Double
  }

  /// Looks up pairs by CSLS, `2 cos(x, y) − r(x) − r(y)`, where `r` is the mean cosine with the 10
  /// nearest rows of the other space (Conneau and others 2018): hubs are near to everything and are
  /// seldom meant.
  ///
  /// - Parameters:
  ///   - source: The vectors that are turned.
  ///   - target: The vectors that they are to fit.
  ///   - pairs: What is looked up.
  ///   - top: How many rows of either space, from the first on, are looked at.
  /// - Returns: How often the right word was found; a word with several counts as found with any of
  ///   them.
  public func precision(
    from source: Embeddings, to target: Embeddings, pairs: [Pair], top: Int
  ) -> Precision {
    let from = UnitSpace(matrix: source.vectors, count: min(top, source.vocabularySize))
    let to = UnitSpace(matrix: target.vectors, count: min(top, target.vocabularySize))
    // Turning one side's rows back costs less than turning the other's for each of them.
    let columns = source.dimension
    let back = (0..<columns * columns).map { matrix[$0 % columns * columns + $0 / columns] }
    let hubness = Hubness.means(of: to, turnedBy: back, in: from, neighbours: 10)
    var wanted: [Int: Set<Int>] = [:]
    for pair in pairs where pair.from < from.count && pair.to < to.count {
      wanted[pair.from, default: []].insert(pair.to)
    }
    let asked = wanted.keys.sorted()
    let ranks = Ranks(
      of: asked.map { wanted[$0] ?? [] }, asked, from, turnedBy: matrix, to, hubness)
    let cosines = ranks.byCosine
    func share(_ ranks: [Int], below limit: Int) -> Double {
      Double(ranks.count { $0 < limit }) / Double(max(ranks.count, 1))
    }
    return Precision(
      pairs: asked.count, cosineAt1: share(cosines, below: 1), at1: share(ranks.byCSLS, below: 1),
      at5: share(ranks.byCSLS, below: 5), at10: share(ranks.byCSLS, below: 10))
  }
}

/// Why vectors can't be aligned.
public enum AlignmentError: Error, Equatable, Sendable {
  /// The two have different dimensions.
  case otherDimensions(Int, Int)
  /// No word stands for the same in both.
  case noPairs
  /// A dictionary's line has no two words.
  case dictionary(path: String, line: Int)
}

extension AlignmentError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .otherDimensions(let first, let second):
      "the vectors have \(first) and \(second) dimensions; bring both to the same number with firth "
        + "transform … pca=\(min(first, second))"
    case .noPairs:
      "the vectors have no pair of words to align by; give a --dictionary with words of both"
    case .dictionary(let path, let line):
      "\(path): line \(line): two words expected, with a tab or space between them"
    }
  }
}
