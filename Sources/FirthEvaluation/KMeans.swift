internal import FirthNumerics

/// k-means (Lloyd) from centres far apart (k-means++, Arthur and Vassilvitskii 2007): the best of
/// ten runs, by the sum of squared distances.
package struct KMeans {
  /// The number of clusters.
  let count: Int
  let seed: UInt64

  /// Makes so many clusters.
  package init(count: Int, seed: UInt64) {
    self.count = count
    self.seed = seed
  }

  private static let runs = 10
  private static let mostSteps = 100

  /// Each point's cluster.
  package func clusters(of points: Points) -> [Int] {
    guard count > 1, points.count > 0 else { return [Int](repeating: 0, count: points.count) }
    let found = (0..<Self.runs).map { run($0, points) }
    return found.min { $0.cost < $1.cost }?.clusters ?? []
  }

  private func run(_ number: Int, _ points: Points) -> (clusters: [Int], cost: Double) {
    var random = RandomSource(seed, UInt64(number))
    var centres = Points(
      dimensions: points.dimensions, values: start(points, &random).flatMap { points[$0] })
    var clusters = [Int](repeating: -1, count: points.count)
    var cost = Double.infinity
    for _ in 0..<Self.mostSteps {
      let (nearest, distances) = assign(points, to: centres)
      cost = distances.reduce(0, +)
      if nearest == clusters { break }
      clusters = nearest
      centres = means(points, clusters, distances)
    }
    return (clusters, cost)
  }

  /// Points to start from: each is drawn by its squared distance from those before.
  private func start(_ points: Points, _ random: inout RandomSource) -> [Int] {
    var chosen = [Int(random.below(UInt32(points.count)))]
    var distances = [Double](repeating: .infinity, count: points.count)
    while chosen.count < count {
      let last = Points(dimensions: points.dimensions, values: Array(points[chosen.last ?? 0]))
      for (index, product) in points.products(with: last).enumerated() {
        distances[index] = min(distances[index], max(0, 2 - 2 * Double(product)))
      }
      var rest = Double(random.uniform()) * distances.reduce(0, +)
      chosen.append(
        distances.firstIndex { distance in
          rest -= distance
          return rest < 0
        } ?? Int(random.below(UInt32(points.count))))
    }
    return chosen
  }

  /// Each point's nearest centre and its squared distance from it.
  private func assign(_ points: Points, to centres: Points) -> ([Int], [Double]) {
    let squares = (0..<centres.count).map { centres[$0].reduce(Float(0)) { $0 + $1 * $1 } }
    let products = points.products(with: centres)
    var (nearest, distances): ([Int], [Double]) = ([], [])
    for point in 0..<points.count {
      var (best, least) = (0, Float.infinity)
      for centre in 0..<centres.count {
        let distance = 1 + squares[centre] - 2 * products[point * centres.count + centre]
        if distance < least { (best, least) = (centre, distance) }
      }
      nearest.append(best)
      distances.append(Double(max(least, 0)))
    }
    return (nearest, distances)
  }

  /// The clusters' means; an empty cluster starts again at the point farthest from its centre.
  private func means(_ points: Points, _ clusters: [Int], _ distances: [Double]) -> Points {
    let dimensions = points.dimensions
    var sums = [Float](repeating: 0, count: count * dimensions)
    var sizes = [Float](repeating: 0, count: count)
    for (point, cluster) in clusters.enumerated() {
      sizes[cluster] += 1
      for (place, value) in points[point].enumerated() {
        sums[cluster * dimensions + place] += value
      }
    }
    var farthest = distances.indices.sorted { distances[$0] > distances[$1] }[...]
    for cluster in 0..<count {
      if sizes[cluster] == 0, let point = farthest.popFirst() {
        sizes[cluster] = 1
        sums.replaceSubrange(
          cluster * dimensions..<(cluster + 1) * dimensions, with: points[point])
      }
      for place in cluster * dimensions..<(cluster + 1) * dimensions {
        sums[place] /= sizes[cluster]
      }
    }
    return Points(dimensions: dimensions, values: sums)
  }
}
