/// How pure clusters are: the share of words that belong to their cluster's most frequent category.
package enum Purity {
  /// The purity as a mean over words: 1 for each word of its cluster's most frequent category.
  ///
  /// A bootstrap draws these. Were the most frequent category sought again in each sample, chance
  /// would make the samples purer than the whole.
  ///
  /// Each word has a number for its cluster and one for its category.
  package static func statistic(clusters: [Int], categories: [Int]) -> MeanStatistic {
    precondition(clusters.count == categories.count)
    var counts: [Int: [Int: Int]] = [:]
    for (cluster, category) in zip(clusters, categories) {
      counts[cluster, default: [:]][category, default: 0] += 1
    }
    let frequent = counts.mapValues { counts in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    return MeanStatistic(
      values: zip(clusters, categories).map { frequent[$0] == $1 ? 1 : 0 })
  }
}
