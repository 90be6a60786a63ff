import FirthNumerics
import Testing

@Suite("The matrix")
struct MatrixTests {
  @Test("copies values row by row", arguments: [(1, 1), (2, 3), (5, 16), (3, 33)])
  func copies(rows: Int, columns: Int) {
    let values = (0..<rows * columns).map { Float($0) - 2.5 }
    let matrix = Matrix(rows: rows, columns: columns, copying: values)
    #expect((0..<rows).flatMap { matrix[$0] } == values)
    let last = unsafe matrix.address(of: rows - 1).load(
      fromByteOffset: (columns - 1) * 4, as: Float.self)
    #expect(last == values.last)
  }
}
