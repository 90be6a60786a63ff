internal import FirthNumerics

/// Unit vectors to be clustered, one after another.
package struct Points {
  let dimensions: Int
  /// [count × dimensions].
  let values: [Float]

  /// Vectors of so many dimensions, one after another.
  package init(dimensions: Int, values: [Float]) {
    self.dimensions = dimensions
    self.values = values
  }

  package var count: Int { values.count / dimensions }

  /// One of them.
  package subscript(index: Int) -> ArraySlice<Float> {
    values[index * dimensions..<(index + 1) * dimensions]
  }

  /// The dot products with other vectors of as many dimensions: [count × others].
  func products(with others: Points) -> [Float] {
    var products = [Float](repeating: 0, count: count * others.count)
    guard !products.isEmpty else { return products }
    BLAS.threads = Workers.cores
    unsafe values.withUnsafeBufferPointer { left in
      unsafe others.values.withUnsafeBufferPointer { right in
        unsafe products.withUnsafeMutableBufferPointer { products in
          guard let left = left.baseAddress, let right = right.baseAddress,
            let room = products.baseAddress
          else { return }
          unsafe BLAS.multiply(
            left, leftRows: count, leftStride: dimensions, byTransposed: right,
            rightRows: others.count, rightStride: dimensions, columns: dimensions, into: room)
        }
      }
    }
    return products
  }
}
