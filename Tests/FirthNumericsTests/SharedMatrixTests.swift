import FirthNumerics
import Testing

@Suite("The shared matrix")
struct SharedMatrixTests {
  static let shapes = [
    (1, 1), (3, 15), (3, 16), (5, 17), (7, 100), (2, 300), (0, 16), (4, 0), (6_000, 100),
  ]

  @Test("rows are aligned to cache lines and start as zeros", arguments: shapes)
  func layout(rows: Int, columns: Int) {
    let matrix = SharedMatrix(rows: rows, columns: columns)
    #expect(matrix.rows == rows && matrix.columns == columns)
    #expect(matrix.stride % 16 == 0)
    #expect((columns..<columns + 16).contains(matrix.stride))
    for row in 0..<rows {
      let values = unsafe matrix.row(row)
      #expect(UInt(bitPattern: values) % 64 == 0)
      #expect((0..<matrix.stride).allSatisfy { unsafe values[$0] == 0 })
    }
  }

  @Test(
    "rows that lie apart are rows of their own", arguments: [0, 1, 127, 128, 129, 1_000, 70_001],
    [[], [16], [16, 16, 32]])
  func spread(rows: Int, cuts: [Int]) {
    let matrix = SharedMatrix(rows: rows, columns: 40, cuts: cuts, isSpread: true)
    let plain = SharedMatrix(rows: rows, columns: 40)
    for row in 0..<rows {
      let values = (0..<40).map { Float(row * 40 + $0) }
      unsafe values.withUnsafeBufferPointer { unsafe matrix.setRow(row, to: $0) }
      // The trainers find the same values.
      for (pane, start) in ([0] + cuts).enumerated() {
        let end = pane < cuts.count ? cuts[pane] : 40
        let place = unsafe matrix.rows(ofPane: pane).row(row)
        guard (start..<end).allSatisfy({ unsafe place[$0] == values[$0] }) else {
          Issue.record("row \(row), pane \(pane)")
          return
        }
      }
    }
    // None has taken another's place.
    #expect(matrix.isFinite)
    #expect((0..<rows).allSatisfy { matrix.values(ofRow: $0).first == Float($0 * 40) })
    let viewed = matrix.viewed()
    #expect((0..<rows).allSatisfy { viewed[$0].last == Float($0 * 40 + 39) })
    let frozen = matrix.frozen(overwriting: plain)
    #expect((0..<rows).allSatisfy { frozen[$0].last == Float($0 * 40 + 39) })
  }

  @Test("the first rows lie 64 rows apart at least", arguments: [128, 1_000, 70_001])
  func distance(rows: Int) {
    let matrix = SharedMatrix(rows: rows, columns: 16, isSpread: true)
    let count = min(rows / 128, 1_024)
    let places = (0..<count).map { Int(bitPattern: unsafe matrix.row($0)) }.sorted()
    #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 64 * matrix.stride * 4 })
  }

  @Test(
    "random values fill their range and leave the padding zero", arguments: shapes,
    [0.01, 2] as [Float])
  func fill(shape: (Int, Int), width: Float) {
    let matrix = SharedMatrix(rows: shape.0, columns: shape.1)
    matrix.fillAround0(width: width, seed: 3)
    var values: [Float] = []
    for row in 0..<matrix.rows {
      let start = unsafe matrix.row(row)
      values += (0..<matrix.columns).map { unsafe start[$0] }
      #expect((matrix.columns..<matrix.stride).allSatisfy { unsafe start[$0] == 0 })
    }
    #expect(values.allSatisfy { abs($0) <= width / 2 })
    guard values.count > 500 else { return }
    #expect((values.min() ?? 0) < -0.48 * width)
    #expect((values.max() ?? 0) > 0.48 * width)
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    #expect(abs(mean) < 2 * Double(width) / Double(values.count).squareRoot())
  }

  @Test("random values depend on the seed and the row alone")
  func seeds() {
    func row(_ row: Int, rows: Int, seed: UInt64) -> [Float] {
      let matrix = SharedMatrix(rows: rows, columns: 20)
      matrix.fillAround0(width: 1, seed: seed)
      return matrix.frozen()[row]
    }
    #expect(row(1, rows: 2, seed: 1) == row(1, rows: 9, seed: 1))
    #expect(row(1, rows: 2, seed: 1) != row(1, rows: 2, seed: 2))
    #expect(row(0, rows: 2, seed: 1) != row(1, rows: 2, seed: 1))
  }

  @Test(
    "a value that is no finite number is found wherever it is",
    arguments: [Float.nan, .infinity, -.infinity, .signalingNaN], [1, 16, 37])
  func isFinite(value: Float, columns: Int) {
    for row in 0..<3 {
      for column in 0..<columns {
        let matrix = SharedMatrix(rows: 3, columns: columns)
        matrix.fillAround0(width: 1, seed: 1)
        #expect(matrix.isFinite)
        unsafe matrix.row(row)[column] = value
        #expect(!matrix.isFinite, "row \(row), column \(column)")
        unsafe matrix.row(row)[column] = .greatestFiniteMagnitude
        #expect(matrix.isFinite)
      }
    }
  }

  @Test("two infinite values of opposite sign do not cancel")
  func opposites() {
    let matrix = SharedMatrix(rows: 1, columns: 2)
    unsafe matrix.row(0)[0] = .infinity
    unsafe matrix.row(0)[1] = -.infinity
    #expect(!matrix.isFinite)
  }

  @Test("a frozen matrix shows the same values and keeps them alive")
  func frozen() {
    func make() -> Matrix {
      let matrix = SharedMatrix(rows: 2, columns: 3)
      for column in 0..<3 { unsafe matrix.row(1)[column] = Float(column) + 0.5 }
      return matrix.frozen()
    }
    let matrix = make()
    #expect(matrix[0] == [0, 0, 0] && matrix[1] == [0.5, 1.5, 2.5])
    #expect(matrix.stride == 16)
  }
}
