internal import FirthFiles
package import FirthNumerics

/// A matrix in a `.npy` file that has nothing to do with words.
package enum NumPyMatrix {
  /// Reads the matrix of a file.
  ///
  /// - Throws: `FileError`, `FormatError`.
  package static func read(_ path: String) throws -> Matrix {
    let source = VectorSource(
      try MappedFile(path), format: .npy, options: VectorReadingOptions(format: .npy))
    return try NumPyArray.matrix(source, NumPyHeader(source.file, 0..<source.file.count))
  }
}
