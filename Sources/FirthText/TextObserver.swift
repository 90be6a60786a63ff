/// What looks at the text of a corpus while it is read.
package protocol TextObserver: AnyObject {
  /// A file begins.
  func start(file: String)

  /// The next text of the file; its bytes are valid during the call.
  func see(_ text: UnsafePointer<UInt8>, count: Int)

  /// The file ends.
  func endFile()

  /// All text is read and its words are counted, before any is left out.
  func counted(_ bands: [CountBand], _ report: CorpusReport)
}

/// What is left of a corpus at a minimum count.
public struct CountBand: Codable, Equatable, Sendable {
  /// The least number of times that a word occurs.
  public let minimumCount: Int
  /// Distinct words.
  public let types: Int
  /// Their tokens.
  public let tokens: Int

  /// The minimum counts that are looked at.
  static let minimums = [1, 2, 3, 5, 10, 20, 50, 100]
}

extension WordTable {
  /// Words and tokens that are left at several minimum counts.
  var bands: [CountBand] {
    CountBand.minimums.map { minimum in
      var (types, tokens) = (0, 0)
      for id in 0..<self.count where count(of: id) >= UInt64(minimum) {
        types += 1
        tokens += Int(clamping: count(of: id))
      }
      return CountBand(minimumCount: minimum, types: types, tokens: tokens)
    }
  }
}
