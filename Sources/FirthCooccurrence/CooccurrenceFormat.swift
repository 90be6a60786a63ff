public import FirthFiles

/// A file format for a matrix of co-occurrences.
public enum CooccurrenceFormat: String, CaseIterable, Codable, Sendable {
  /// Firth's own: exact sums, words and counts, for `firth train glove --cooccurrence`.
  case firth
  /// Records of Stanford's `cooccur`: two 32-bit numbers of words from 1, and a double.
  case stanford
  /// A SciPy sparse matrix: `scipy.sparse.load_npz` gives a CSR matrix of doubles.
  case scipy

  /// The format that a file name's ending stands for; nil for any other ending.
  public init?(extensionOf path: String) {
    guard let match = Self.allCases.first(where: { path.lowercased().hasSuffix($0.ending) }) else {
      return nil
    }
    self = match
  }

  /// The ending of its files' names.
  public var ending: String {
    switch self {
    case .firth: ".cooc"
    case .stanford: ".bin"
    case .scipy: ".npz"
    }
  }
}

extension CooccurrenceMatrix {
  /// Writes the matrix to a file that is open already and commits it.
  ///
  /// - Throws: `FileError` when it cannot be written, `CooccurrenceError.tooLarge` when the format
  ///   has no room for it, and what reading the matrix throws.
  public func write(to file: consuming OutputFile, format: CooccurrenceFormat) throws {
    switch format {
    case .firth: try CooccurrenceFile.write(self, to: &file)
    case .stanford: try StanfordRecords.write(self, to: &file)
    case .scipy: try ScipyArchive.write(self, to: &file)
    }
    try file.commit()
  }

  /// The cells of the whole matrix: those stored, and of a symmetric one their mirror images.
  public func cellCount() throws -> Int {
    guard isSymmetric else { return storedCells }
    var diagonal = 0
    for block in 0..<blockCount {
      try unsafe forEachRow(ofBlock: block) { row, columns, _ in
        if let last = unsafe columns.last, Int(last) == row { diagonal += 1 }
      }
    }
    return 2 * storedCells - diagonal
  }
}
