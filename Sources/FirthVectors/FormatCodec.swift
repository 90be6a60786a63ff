internal import FirthNumerics

/// Reads and writes one file format; `VectorFormat.codec` lists them.
protocol FormatCodec {
  /// Whether files of the format keep the words' counts.
  static var holdsCounts: Bool { get }

  /// The precisions of numbers that files of the format keep.
  static var precisions: Set<Precision> { get }

  /// Reads a file.
  ///
  /// - Throws: `FormatError` when the file is damaged, `FileError` when one beside it can't be read.
  static func read(_ source: VectorSource) throws -> Embeddings

  /// Writes a file, or several.
  ///
  /// - Throws: `FormatError` when the format can't hold a word or a value, `FileError`.
  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws
}

extension FormatCodec {
  static var holdsCounts: Bool { false }
  static var precisions: Set<Precision> { [.f32] }
}
