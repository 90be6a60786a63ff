import FirthNumerics
import Testing

@Suite("LAPACK")
struct LAPACKTests {
  /// Numbers that look random and are always the same.
  private static func numbers(_ count: Int) -> [Double] {
    var random = RandomSource(7)
    return (0..<count).map { _ in Double(random.uniform()) - 0.5 }
  }

  /// `left · right`, plainly.
  private static func product(_ left: [Double], _ right: [Double], _ n: Int) -> [Double] {
    (0..<n * n).map { place in
      (0..<n).reduce(0.0) { $0 + left[place / n * n + $1] * right[$1 * n + place % n] }
    }
  }

  private static func transposed(_ matrix: [Double], _ n: Int) -> [Double] {
    (0..<n * n).map { matrix[$0 % n * n + $0 / n] }
  }

  private static func isIdentity(_ matrix: [Double], _ n: Int) -> Bool {
    matrix.indices.allSatisfy { abs(matrix[$0] - ($0 / n == $0 % n ? 1 : 0)) < 1e-10 }
  }

  @Test("eigenvectors make the matrix again, the largest value first", arguments: [1, 2, 5, 40])
  func eigenvectors(n: Int) throws {
    let half = Self.numbers(n * n)
    let matrix = zip(half, Self.transposed(half, n)).map { $0 + $1 }
    let (values, vectors) = try LAPACK.eigenvectors(ofSymmetric: matrix, order: n)
    #expect(values == values.sorted(by: >))
    #expect(Self.isIdentity(Self.product(vectors, Self.transposed(vectors, n), n), n))
    let scaled = (0..<n * n).map { values[$0 / n] * vectors[$0] }
    let again = Self.product(Self.transposed(vectors, n), scaled, n)
    #expect(zip(again, matrix).allSatisfy { abs($0 - $1) < 1e-10 })
    for row in 0..<n { #expect(vectors[row * n..<(row + 1) * n].reduce(0, +) >= 0) }
  }

  @Test("only what is on and above the diagonal counts")
  func upper() throws {
    let (values, _) = try LAPACK.eigenvectors(ofSymmetric: [2, 1, 99, 2], order: 2)
    #expect(abs(values[0] - 3) < 1e-12 && abs(values[1] - 1) < 1e-12)
  }

  @Test("singular values and vectors make the matrix again", arguments: [1, 2, 5, 40])
  func singularValues(n: Int) throws {
    let matrix = Self.numbers(n * n)
    let (left, values, right) = try LAPACK.singularValues(ofSquare: matrix, order: n)
    #expect(values == values.sorted(by: >) && values.allSatisfy { $0 >= 0 })
    #expect(Self.isIdentity(Self.product(left, Self.transposed(left, n), n), n))
    #expect(Self.isIdentity(Self.product(right, Self.transposed(right, n), n), n))
    let scaled = (0..<n * n).map { values[$0 / n] * right[$0] }
    let again = Self.product(left, scaled, n)
    #expect(zip(again, matrix).allSatisfy { abs($0 - $1) < 1e-10 })
  }
}
