public import FirthNumerics

extension Matrix {
  /// The same rows in another precision; itself where it has the precision already.
  ///
  /// Each value is rounded to the nearest, but for `i8` of a thousand rows and more, which are rounded
  /// so that their products with rows like them change least (`ErrorFeedback`).
  public func converted(to precision: Precision) -> Matrix {
    precision == self.precision ? self : copied(in: precision)
  }

  /// The same rows as whole numbers times given scales, as they were before they were decoded.
  ///
  /// - Precondition: there are as many scales as rows.
  package func quantized(by scales: [Float]) -> Matrix {
    precondition(scales.count == rows, "\(scales.count) scales for \(rows) rows")
    let storage = RowStorage(rows: rows, columns: columns, precision: .i8)
    for row in 0..<rows {
      let scale = Double(scales[row])
      let numbers = unsafe withRow(row) { values in
        unsafe values.map { value in
          let number = (Double(value) / scale).rounded()
          return number.isFinite ? Int8(clamping: Int(max(min(number, 127), -128))) : 0
        }
      }
      unsafe numbers.withUnsafeBytes {
        unsafe storage.fill(row, from: $0, scale: scales[row])
      }
    }
    return storage.frozen()
  }

  /// The same rows where each has an address; a copy only of rows that have to be put together.
  var whole: Matrix { isScattered ? copied(in: precision) : self }

  private func copied(in precision: Precision) -> Matrix {
    let storage = RowStorage(rows: rows, columns: columns, precision: precision)
    if precision == .i8 { storage.feedback = ErrorFeedback(self) }
    // Rows that are made as they are read may be made by blocks, of which two readers would throw away
    // each other's.
    let threads = isScattered ? 1 : min(1 + (rows >> 10), Workers.cores)
    let part = (rows + threads - 1) / threads
    Workers.run(threads) { thread in
      for row in min(thread * part, self.rows)..<min((thread + 1) * part, self.rows) {
        unsafe self.withRow(row) { unsafe storage.fill(row, from: $0) }
      }
    }
    return storage.frozen()
  }
}

extension Embeddings {
  /// Checks that this machine has memory for a copy of the vectors, or of some rows of them, in a
  /// precision.
  ///
  /// - Throws: `FormatError.memory`.
  package func checkMemory(
    for precision: Precision, rows: Int? = nil
  ) throws(FormatError) {
    try RowStorage.check(
      rows: (rows ?? vocabularySize) * (context == nil ? 1 : 2), columns: dimension,
      precision: precision, of: source?.path ?? "the vectors")
  }

  /// The same words with vectors, and context vectors where there are such, in another precision.
  ///
  /// Values beyond `f16`'s range become infinite there, and rows too short for `f16` or `i8` become
  /// zero; no query finds either.
  public func converted(to precision: Precision) -> Embeddings {
    guard precision != vectors.precision || precision != context?.precision ?? precision else {
      return self
    }
    return Embeddings(
      vocabulary: vocabulary, vectors: vectors.converted(to: precision),
      context: context?.converted(to: precision), biases: biases, contextBiases: contextBiases,
      originalNorms: originalNorms, subwords: subwords, metadata: metadata, source: nil)
  }
}
