import FirthText

/// A piece of the encoded corpus in memory, with the places of every word: what a round of counting
/// works on.
///
/// The words before and behind the piece that its windows reach are in memory too, but have no
/// places: every pair belongs to the piece that one of its words has a place in, exactly once.
@safe
final class CorpusSegment: Sendable {
  /// The ids: `reach` sentence boundaries or neighbours on either side of the piece.
  nonisolated(unsafe) let ids: UnsafePointer<UInt32>
  /// The places in `ids`, word by word.
  nonisolated(unsafe) let places: UnsafePointer<UInt32>
  /// Where each word's places begin, and where the last one's end.
  let starts: [Int]

  private nonisolated(unsafe) let memory: UnsafeMutablePointer<UInt32>

  /// The bytes that a piece takes, besides `starts`.
  static let bytesPerToken = 8
  /// The most tokens of a piece: places take 32 bits.
  static let largest = Int(UInt32.max) - 2 * ContextWindow.largest

  /// Reads a piece and sorts its places by word.
  ///
  /// - Throws: `FileError` when the disk fails.
  init(_ corpus: EncodedCorpus, _ range: Range<Int>, reach: Int) throws {
    let idCount = range.count + 2 * reach
    unsafe memory = .allocate(capacity: idCount + range.count)
    unsafe memory.initialize(repeating: EncodedCorpus.boundary, count: idCount + range.count)
    let whole = max(range.lowerBound - reach, 0)..<min(range.upperBound + reach, corpus.count)
    let first = reach - (range.lowerBound - whole.lowerBound)
    do {
      try unsafe corpus.read(
        whole, into: UnsafeMutableBufferPointer(start: memory + first, count: whole.count))
    } catch {
      unsafe memory.deallocate()
      throw error
    }
    unsafe ids = UnsafePointer(memory)
    let places = unsafe memory + idCount
    unsafe self.places = UnsafePointer(places)
    starts = unsafe Self.sort(
      ids, reach..<(reach + range.count), words: corpus.vocabulary.count, into: places)
  }

  /// Sorts places by their words; returns where each word's begin.
  private static func sort(
    _ ids: UnsafePointer<UInt32>, _ range: Range<Int>, words: Int,
    into places: UnsafeMutablePointer<UInt32>
  ) -> [Int] {
    // A word's counter stands two places on, so that it becomes its start and then its end.
    var starts = [Int](repeating: 0, count: words + 2)
    unsafe starts.withUnsafeMutableBufferPointer { starts in
      for place in range {
        let id = unsafe ids[place]
        if id != EncodedCorpus.boundary { unsafe starts[Int(id) &+ 2] &+= 1 }
      }
      for word in 2..<(words + 2) { unsafe starts[word] &+= starts[word &- 1] }
      for place in range {
        let id = unsafe ids[place]
        guard id != EncodedCorpus.boundary else { continue }
        let slot = unsafe starts[Int(id) &+ 1]
        unsafe places[slot] = UInt32(truncatingIfNeeded: place)
        unsafe starts[Int(id) &+ 1] = slot &+ 1
      }
    }
    starts.removeLast()
    return starts
  }

  deinit { unsafe memory.deallocate() }
}
