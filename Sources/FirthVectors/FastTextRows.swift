/// The input matrix of a fastText model as it lies in the file: floats, or codes of a product
/// quantizer.
struct FastTextRows: Sendable {
  let file: FileBytes
  let count: Int
  let columns: Int
  let form: Form

  /// How the rows are kept.
  enum Form: Sendable {
    /// Floats from a byte on.
    case dense(Int)
    case quantized(Quantized)
  }

  /// A row's codes, one for each group of dimensions, and its norm's code where norms are apart.
  struct Quantized: Sendable {
    var codes: Int
    var quantizer: Quantizer
    var norms: (codes: Int, quantizer: Quantizer)?
  }

  /// fastText's product quantizer: 256 centroids for each group of dimensions, the last group perhaps
  /// shorter.
  struct Quantizer: Sendable {
    static let centroidCount = 256
    var groups: Int
    var width: Int
    var lastWidth: Int
    var centroids: [Float]

    /// Where the centroid of a code starts, and how long it is.
    func centroid(_ group: Int, _ code: Int) -> (start: Int, count: Int) {
      let start = group * Self.centroidCount * width
      return group == groups - 1
        ? (start + code * lastWidth, lastWidth) : (start + code * width, width)
    }
  }

  /// The mean of some rows, summed in their order as fastText does.
  func mean(of rows: [Int]) -> [Float] {
    // Adding to −0 leaves even a zero's sign.
    var sum = [Float](repeating: -0.0, count: columns)
    for row in rows { add(row, to: &sum) }
    let factor = Float(1 / Double(rows.count))
    for index in sum.indices { sum[index] *= factor }
    return sum
  }

  private func add(_ row: Int, to sum: inout [Float]) {
    precondition(row >= 0 && row < count, "row \(row) is outside 0..<\(count)")
    switch form {
    case .dense(let start):
      let bytes = unsafe file.raw(start + row * columns * 4..<start + (row + 1) * columns * 4)
      for column in 0..<columns {
        unsafe sum[column] += bytes.loadUnaligned(fromByteOffset: 4 * column, as: Float.self)
      }
    case .quantized(let matrix):
      var norm: Float = 1
      if let norms = matrix.norms {
        norm =
          norms.quantizer.centroids[
            norms.quantizer.centroid(0, code(norms.codes + row)).start]
      }
      let quantizer = matrix.quantizer
      for group in 0..<quantizer.groups {
        let code = code(matrix.codes + row * quantizer.groups + group)
        let (start, width) = quantizer.centroid(group, code)
        for index in 0..<width {
          sum[group * quantizer.width + index] += norm * quantizer.centroids[start + index]
        }
      }
    }
  }

  private func code(_ offset: Int) -> Int { Int(file.integer(at: offset, as: UInt8.self)) }
}
