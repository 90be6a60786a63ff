internal import FirthNumerics
internal import FirthText
public import FirthVectors

/// How far the nearest neighbours of words agree among models that should be alike, such as runs that
/// differ in seed alone (Wendlandt, Kummerfeld and Mihalcea 2018).
///
/// Only words that all models have are looked at and found. A word's overlap is the mean, over all
/// pairs of models, of the share of its nearest neighbours in one that are such in the other too.
public struct Stability: Encodable, Sendable {
  /// A word's overlap.
  public struct Word: Encodable, Sendable {
    /// The word.
    public let word: String
    /// Its place among all words of the first model, from 1, and how often it occurs where that is
    /// known.
    public let rank: Int, count: UInt64?
    /// The overlap, in 0...1.
    public let overlap: Double
  }

  /// The words of some ranks.
  public struct Band: Encodable, Sendable {
    /// The first and the last rank.
    public let first: Int, last: Int
    /// The counts of the most and the least frequent one, where they are known.
    public let highestCount: UInt64?, lowestCount: UInt64?
    /// How many common words there are, and how many were looked at.
    public let words: Int, sampled: Int
    /// Their mean overlap.
    public let overlap: Estimate

    private enum CodingKeys: String, CodingKey {
      case first = "first_rank"
      case last = "last_rank"
      case highestCount = "highest_count"
      case lowestCount = "lowest_count"
      case words, sampled, overlap
    }
  }

  /// How many models were compared, how many words all have, and how many the first has.
  public let models: Int, commonWords: Int, firstModelWords: Int
  /// How many nearest neighbours were compared.
  public let neighbors: Int
  /// The words by their frequency.
  public let bands: [Band]
  /// All words that were looked at, the most frequent first.
  public let words: [Word]

  private enum CodingKeys: String, CodingKey {
    case models
    case commonWords = "common_words"
    case firstModelWords = "first_model_words"
    case neighbors, bands, words
  }

  /// Compares models.
  ///
  /// - Parameters:
  ///   - models: two or more; the order of words in the first one is that of their frequency.
  ///   - neighbors: how many nearest neighbours.
  ///   - sample: the most words of a band that are looked at, drawn by the seed; nil for all.
  ///   - bootstrap: how intervals are found, and the seed.
  public init(
    of models: [Embeddings], neighbors: Int = 10, sample: Int? = 1000,
    bootstrap: Bootstrap = Bootstrap()
  ) {
    precondition(models.count >= 2 && neighbors >= 1)
    let common = CommonWords(models)
    let parts = Self.bands(common, sample: sample, seed: bootstrap.seed)
    let places = parts.flatMap(\.places)
    let overlaps = Self.overlaps(models, common, places, neighbors: neighbors)
    let vocabulary = models[0].vocabulary
    var bands: [Band] = []
    var start = 0
    for (number, part) in parts.enumerated() {
      let values = overlaps[start..<start + part.places.count]
      start += part.places.count
      let rows = part.all.map { common.rows[0][$0].row }
      let counts = vocabulary.counts.map { counts in rows.map { counts[$0] } }
      bands.append(
        Band(
          first: part.first, last: part.last, highestCount: counts?.max(),
          lowestCount: counts?.min(), words: rows.count, sampled: part.places.count,
          overlap: bootstrap.estimates(
            [MeanStatistic(values: values.map { Float($0) })], key: UInt64(number))[0]))
    }
    self.bands = bands
    self.models = models.count
    commonWords = common.count
    firstModelWords = vocabulary.count
    self.neighbors = neighbors
    words = zip(places, overlaps).map { place, overlap in
      let id = common.rows[0][place]
      return Word(
        word: vocabulary[id], rank: id.row + 1, count: vocabulary.counts?[id.row],
        overlap: overlap)
    }
  }

  /// Common words of some ranks, by their places among the common words, and those looked at.
  private struct Part {
    let first: Int, last: Int
    let all: Range<Int>
    let places: [Int]
  }

  /// Bands that end at 100, 300, 1,000, 3,000 and so on.
  private static func bands(_ common: CommonWords, sample: Int?, seed: UInt64) -> [Part] {
    let ranks = common.rows[0].map { $0.row + 1 }
    var random = RandomSource(seed, 0x57AB)
    var parts: [Part] = []
    var (start, first, last) = (0, 1, 100)
    while start < ranks.count {
      let end = ranks[start...].firstIndex { $0 > last } ?? ranks.count
      if end > start {
        var places = Array(start..<end)
        if let sample, sample < places.count {
          // The first steps of a shuffle.
          for place in 0..<sample {
            let other = place + Int(random.below(UInt32(places.count - place)))
            places.swapAt(place, other)
          }
          places = places[..<sample].sorted()
        }
        parts.append(
          Part(
            first: first, last: min(last, ranks[end - 1]), all: start..<end, places: places))
      }
      start = end
      first = last + 1
      last = String(last).hasPrefix("1") ? last * 3 : last / 3 * 10
    }
    return parts
  }

  /// The overlap of each of some common words.
  private static func overlaps(
    _ models: [Embeddings], _ common: CommonWords, _ places: [Int], neighbors: Int
  ) -> [Double] {
    let found = models.enumerated().map { model, embeddings in
      nearest(places, in: embeddings, rows: common.rows[model], count: neighbors)
    }
    return places.indices.map { place in
      var (sum, pairs) = (0.0, 0)
      for first in models.indices {
        for second in models.indices where second > first {
          let (one, other) = (found[first][place], found[second][place])
          let most = max(one.count, other.count)
          sum += most == 0 ? 0 : Double(one.intersection(other).count) / Double(most)
          pairs += 1
        }
      }
      return sum / Double(pairs)
    }
  }

  /// The nearest common words of some common words in one model, by their places.
  private static func nearest(
    _ places: [Int], in embeddings: Embeddings, rows: [WordID], count: Int
  ) -> [Set<Int>] {
    var placeOfRow = [Int32](repeating: -1, count: embeddings.vocabularySize)
    for (place, id) in rows.enumerated() { placeOfRow[id.row] = Int32(place) }
    let isAll = rows.count == embeddings.vocabularySize
    let hits = embeddings.neighbors(
      of: places.map { rows[$0] },
      limits: SearchLimits(count: count, scope: isAll ? .all : .rows(rows)))
    return hits.map { Set($0.map { Int(placeOfRow[$0.id.row]) }) }
  }
}
