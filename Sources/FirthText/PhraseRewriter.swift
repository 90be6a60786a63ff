import FirthFiles

/// The step that joins phrases in a file of ids.
enum PhraseRewriter {
  /// Rewrites a file in place.
  ///
  /// At each place, from the first token on, the longest phrase that begins there becomes one id, and
  /// what follows it comes next. No phrase reaches over a boundary.
  ///
  /// - Parameters:
  ///   - file: the ids.
  ///   - count: how many there are.
  ///   - trie: the phrases.
  ///   - join: gets a phrase's number and the ids of its words, and returns the phrase's id.
  /// - Returns: how many ids remain.
  /// - Throws: `FileError`, and what `join` throws.
  static func rewrite(
    _ file: TemporaryFile, count: Int, _ trie: PhraseTrie,
    join: (Int, ArraySlice<UInt32>) throws -> UInt32
  ) throws -> Int {
    // Tokens that wait for what follows them stand at the front.
    var ids = [UInt32](repeating: 0, count: IDWriter.blockSize + PhraseList.mostWords)
    var (read, written, waiting) = (0, 0, 0)
    while read < count {
      let new = min(count - read, IDWriter.blockSize)
      try file.read(new, at: read, into: &ids, from: waiting)
      read += new
      let end = waiting + new
      var (place, kept) = (0, 0)
      while place < end {
        var (id, length) = (ids[place], 1)
        if trie.begins(with: id) {
          let match = trie.match(ids[place..<end])
          if match.isOpen, read < count { break }
          if match.length > 0 {
            length = match.length
            id = try join(match.phrase, ids[place..<(place + length)])
          }
        }
        ids[kept] = id
        kept += 1
        place += length
      }
      // What is kept never overtakes what is read.
      try file.write(ids[..<kept], at: written)
      written += kept
      waiting = end - place
      for index in 0..<waiting { ids[index] = ids[place + index] }
    }
    return written
  }
}

extension TemporaryFile {
  /// Reads ids into an array; all places count ids.
  func read(
    _ count: Int, at place: Int, into ids: inout [UInt32], from start: Int
  ) throws(FileError) {
    try unsafe ids.withUnsafeMutableBufferPointer { ids throws(FileError) in
      let part = unsafe UnsafeMutableBufferPointer(rebasing: ids[start..<(start + count)])
      try unsafe read(
        into: UnsafeMutableRawBufferPointer(part), at: place * MemoryLayout<UInt32>.stride)
    }
  }

  /// Writes ids; the place counts ids.
  fileprivate func write(_ ids: ArraySlice<UInt32>, at place: Int) throws(FileError) {
    try unsafe ids.withUnsafeBufferPointer { ids throws(FileError) in
      try unsafe write(UnsafeRawBufferPointer(ids), at: place * MemoryLayout<UInt32>.stride)
    }
  }
}
