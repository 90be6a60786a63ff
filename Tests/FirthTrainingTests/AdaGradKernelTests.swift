import FirthNumerics
import Foundation
import Testing

/// The kernels of GloVe beside glove.c's steps in plain `Double`.
@Suite("GloVe's kernels")
struct AdaGradKernelTests {
  /// The rows of one side: values, bias, and the sums of squares of both.
  struct Rows {
    var values: [[Double]]
    var squares: [[Double]]
  }

  struct Cell {
    let row: Int
    let column: Int
    let logarithm: Float

    var packed: UInt64 {
      UInt64(row) | UInt64(column) << 16 | UInt64(logarithm.bitPattern) << 32
    }
  }

  /// One step of glove.c; returns the loss.
  static func step(
    _ cell: Cell, weight: Double, _ rows: inout Rows, _ columns: inout Rows, rate: Double,
    biasFactor: Double
  ) -> Double {
    let (w, c) = (rows.values[cell.row], columns.values[cell.column])
    let dimensions = w.count - 1
    let dot = (0..<dimensions).reduce(0.0) { $0 + w[$1] * c[$1] }
    let d = dot + w[dimensions] + c[dimensions] - Double(cell.logarithm)
    let gradient = weight * d
    for k in 0...dimensions {
      let isBias = k == dimensions
      let tw = rate * gradient * (isBias ? biasFactor : c[k])
      let tc = rate * gradient * (isBias ? biasFactor : w[k])
      rows.values[cell.row][k] -= tw / rows.squares[cell.row][k].squareRoot()
      columns.values[cell.column][k] -= tc / columns.squares[cell.column][k].squareRoot()
      rows.squares[cell.row][k] += tw * tw
      columns.squares[cell.column][k] += tc * tc
    }
    return gradient * d / 2
  }

  static let sets = InstructionSet.supported

  @Test("a tile's steps are those of glove.c", arguments: sets, [1, 3, 7, 8, 15, 16, 17, 50, 100])
  func steps(set: InstructionSet, dimensions: Int) throws {
    let kernels = Kernels(set)
    var random = RandomSource(3, UInt64(dimensions))
    let (rowCount, columnCount) = (5, 7)
    func side(_ count: Int) -> Rows {
      Rows(
        values: (0..<count).map { _ in
          (0...dimensions).map { _ in Double(random.uniform() - 0.5) }
        },
        squares: (0..<count).map { _ in
          (0...dimensions).map { _ in Double(exp(6 * random.uniform())) }
        })
    }
    var (rows, columns) = (side(rowCount), side(columnCount))
    let cells = (0..<40).map { _ in
      Cell(
        row: Int(random.below(UInt32(rowCount))), column: Int(random.below(UInt32(columnCount))),
        logarithm: 8 * random.uniform() - 3)
    }
    let packed = cells.map(\.packed)
    for (rate, biasFactor) in [(Float(0.05), Float(1)), (0.05, 20)] {
      let memory = (KernelRows(rows), KernelRows(columns))
      let weights = UnsafeMutablePointer<Float>.allocate(capacity: cells.count + 16)
      defer { unsafe weights.deallocate() }
      unsafe kernels.cellWeights(packed, cells.count, 0.75, log(10), weights)
      var expected = 0.0
      for (number, cell) in cells.enumerated() {
        let weight = min(1, pow(exp(Double(cell.logarithm)) / 10, 0.75))
        #expect(unsafe abs(Double(weights[number]) / weight - 1) < 2e-6)
        expected += Self.step(
          cell, weight: weight, &rows, &columns, rate: Double(rate), biasFactor: Double(biasFactor))
      }
      let result = unsafe kernels.adaGradCells(
        packed, weights, cells.count, memory.0.first, memory.1.first, memory.0.stride, dimensions,
        rate, biasFactor, .infinity)
      #expect(abs(result.loss / expected - 1) < 1e-4)
      #expect(result.largest == 0)
      for (given, wanted) in [(memory.0, rows), (memory.1, columns)] {
        #expect(given.difference(from: wanted) < 1e-4)
        #expect(given.isClean(dimensions: dimensions))
      }
    }
  }

  @Test("the largest gradient of the cells above the bound is reported", arguments: sets)
  func largest(set: InstructionSet) throws {
    let kernels = Kernels(set)
    let dimensions = 20
    var values = [Double](repeating: 0.5, count: dimensions + 1)
    values[3] = -40
    let rows = Rows(
      values: [values], squares: [[Double](repeating: 1, count: dimensions + 1)])
    var small = rows
    small.values[0] = [Double](repeating: 0.1, count: dimensions + 1)
    let cell = Cell(row: 0, column: 0, logarithm: 6)
    let weights: [Float] = [1]
    var copies = (rows, small)
    let before = (rows.values[0], small.values[0])
    let d =
      zip(before.0.dropLast(), before.1.dropLast()).reduce(0) { $0 + $1.0 * $1.1 }
      + before.0[dimensions] + before.1[dimensions] - 6
    _ = Self.step(cell, weight: 1, &copies.0, &copies.1, rate: 0.05, biasFactor: 1)
    for (bound, expected) in [(Float(1), abs(d) * 40), (1_000, 0)] {
      let memory = (KernelRows(rows), KernelRows(small))
      let result = unsafe kernels.adaGradCells(
        [cell.packed], weights, 1, memory.0.first, memory.1.first, memory.0.stride, dimensions,
        0.05, 1, bound)
      #expect(abs(Double(result.largest) - expected) < 1e-3 * max(expected, 1e-9))
    }
  }
}

/// Rows laid out for the kernel.
@safe
final class KernelRows {
  let stride: Int
  let first: UnsafeMutablePointer<Float>
  private let base: UnsafeMutablePointer<Float>
  private let count: Int
  private let floats: Int
  private static let mark: Float = 12_345

  init(_ rows: AdaGradKernelTests.Rows) {
    count = rows.values.count
    let dimensions = rows.values[0].count - 1
    stride = (dimensions + 1 + 15) & ~15
    floats = (count + 2) * 2 * stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * floats, alignment: 64)
    unsafe base = memory.initializeMemory(as: Float.self, repeating: Self.mark, count: floats)
    unsafe first = base + 2 * stride
    for row in 0..<count {
      let record = unsafe first + row * 2 * stride
      for k in 0..<stride {
        unsafe record[k] = k <= dimensions ? Float(rows.values[row][k]) : 0
        unsafe record[stride + k] = k <= dimensions ? Float(rows.squares[row][k]) : 1
      }
    }
  }

  deinit { unsafe base.deallocate() }

  /// The largest difference of a value or a sum, relative where it is above 1.
  func difference(from rows: AdaGradKernelTests.Rows) -> Double {
    var worst = 0.0
    for row in 0..<count {
      let record = unsafe first + row * 2 * stride
      for k in rows.values[row].indices {
        for (given, wanted) in unsafe [
          (record[k], rows.values[row][k]), (record[stride + k], rows.squares[row][k]),
        ] {
          worst = max(worst, abs(Double(given) - wanted) / max(abs(wanted), 1))
        }
      }
    }
    return worst
  }

  /// Whether padding and the rows before and behind are as they were.
  func isClean(dimensions: Int) -> Bool {
    for row in 0..<count {
      let record = unsafe first + row * 2 * stride
      for k in (dimensions + 1)..<max(stride, dimensions + 1) {
        guard unsafe record[k] == 0 && record[stride + k] == 1 else { return false }
      }
    }
    let guards = Array(0..<(2 * stride)) + Array((floats - 2 * stride)..<floats)
    return guards.allSatisfy { unsafe base[$0] == Self.mark }
  }
}
