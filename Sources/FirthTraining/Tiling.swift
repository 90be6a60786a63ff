/// Rows and columns of a matrix in bands, and cells in tiles: a band of rows by a band of columns.
///
/// Word `id` is in band `id % bands`, so that frequent and rare words are spread evenly and all tiles
/// hold about as many cells. A tile's rows and columns of parameters fit the cache; and tiles that
/// share neither a row band nor a column band can be trained at the same time (a stratum; Gemulla,
/// Nijkamp, Haas and Sismanis, "Large-scale matrix factorization with distributed stochastic
/// gradient descent", KDD 2011).
package struct Tiling: Equatable, Sendable {
  /// The number of words.
  let words: Int
  /// The number of bands.
  package let bands: Int
  /// Whether only tiles on and below the diagonal are stored, and each serves its mirror image too.
  let isSymmetric: Bool

  /// The bytes of a band's parameters of one side: half of a usual second-level cache.
  private static let bandBytes = 512 << 10
  /// The most bands: small tiles would not be worth their overhead.
  private static let most = 128
  /// Enough bands for many threads, where there are that many words.
  private static let fewest = 16

  package init(words: Int, bands: Int, isSymmetric: Bool) {
    precondition(bands >= 1 && (words + bands - 1) / bands <= 1 << 16)
    self.words = words
    self.bands = bands
    self.isSymmetric = isSymmetric
  }

  /// The tiling for a number of words whose parameters take so many bytes a side each.
  package init(words: Int, bytesPerWord: Int, isSymmetric: Bool) {
    let fitting = (words * bytesPerWord + Self.bandBytes - 1) / Self.bandBytes
    // A multiple of eight, so that a stratum's tiles go evenly into the usual numbers of threads.
    let cached = min((fitting + 7) / 8 * 8, Self.most)
    let parallel = min(Self.fewest, max(words / 32, 1))
    let addressable = (words + (1 << 16) - 1) >> 16
    self.init(
      words: words, bands: max(cached <= words / 8 ? cached : 1, parallel, addressable),
      isSymmetric: isSymmetric)
  }

  /// The most words of a band.
  package var wordsPerBand: Int { (words + bands - 1) / bands }

  /// The number of tiles stored.
  var stored: Int { isSymmetric ? bands * (bands + 1) / 2 : bands * bands }

  /// The number of a stored tile.
  func number(_ row: Int, _ column: Int) -> Int {
    isSymmetric ? row * (row + 1) / 2 + column : row * bands + column
  }

  /// The tile that holds a band of rows by a band of columns, and whether its rows are columns there.
  package func tile(_ row: Int, _ column: Int) -> (number: Int, isTransposed: Bool) {
    isSymmetric && row < column ? (number(column, row), true) : (number(row, column), false)
  }

  /// Where a word's parameters stand: those of a band together.
  package func place(of word: Int) -> Int { word % bands * wordsPerBand + word / bands }
}
