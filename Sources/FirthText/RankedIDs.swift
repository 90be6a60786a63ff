import FirthFiles

/// The step from ids by first sight to rows of the vocabulary.
enum RankedIDs {
  /// In place of a row: the word is not in the vocabulary.
  static let dropped = UInt32.max - 1

  /// Rewrites a file of ids in place: rows for ids, nothing for dropped words, and no boundary
  /// after a sentence that became empty.
  ///
  /// - Returns: how many ids remain, with boundaries (`count`) and without (`tokens`).
  static func rewrite(
    _ file: TemporaryFile, count: Int, rows: [UInt32]
  ) throws(FileError) -> (count: Int, tokens: Int) {
    let size = MemoryLayout<UInt32>.stride
    let block = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: IDWriter.blockSize)
    defer { unsafe block.deallocate() }
    var (written, tokens, isEmpty) = (0, 0, true)
    for start in stride(from: 0, to: count, by: IDWriter.blockSize) {
      let ids = unsafe UnsafeMutableBufferPointer(
        rebasing: block[..<min(IDWriter.blockSize, count - start)])
      try unsafe file.read(into: UnsafeMutableRawBufferPointer(ids), at: start * size)
      let kept = unsafe compact(ids, rows, &isEmpty, &tokens)
      let bytes = unsafe UnsafeRawBufferPointer(start: ids.baseAddress, count: kept * size)
      // What is kept never overtakes what is read.
      try unsafe file.write(bytes, at: written * size)
      written += kept
    }
    try file.truncate(to: written * size)
    return (written, tokens)
  }

  /// Maps a block in place and returns how many ids are left at its start.
  private static func compact(
    _ ids: UnsafeMutableBufferPointer<UInt32>, _ rows: [UInt32], _ isEmpty: inout Bool,
    _ tokens: inout Int
  ) -> Int {
    var (kept, marks, sentenceIsEmpty) = (0, 0, isEmpty)
    unsafe rows.withUnsafeBufferPointer { rows in
      for index in ids.indices {
        let id = unsafe ids[index]
        if id == EncodedCorpus.boundary {
          if sentenceIsEmpty { continue }
          unsafe ids[kept] = id
          kept &+= 1
          marks &+= 1
          sentenceIsEmpty = true
        } else {
          let row = unsafe rows[Int(id)]
          unsafe ids[kept] = row
          if row == dropped { continue }
          kept &+= 1
          sentenceIsEmpty = false
        }
      }
    }
    isEmpty = sentenceIsEmpty
    tokens += kept - marks
    return kept
  }
}
