/// Agglomerative clustering by the mean cosine distance between clusters (UPGMA), found along chains
/// of nearest neighbours (Murtagh 1983), which takes *n*² steps.
package struct AverageLinkage {
  /// The number of clusters.
  let count: Int

  /// Makes so many clusters.
  package init(count: Int) { self.count = count }

  /// Each point's cluster.
  package func clusters(of points: Points) -> [Int] {
    let size = points.count
    guard count > 1, size > 0 else { return [Int](repeating: 0, count: size) }
    // The joins that cost least come first: those after the first size − count are not made.
    let joins = joins(of: points).sorted { $0.distance < $1.distance }.prefix(max(size - count, 0))
    var roots = Array(0..<size)
    func root(_ point: Int) -> Int {
      var point = point
      while roots[point] != point { point = roots[point] }
      return point
    }
    for join in joins { roots[root(join.first)] = root(join.second) }
    var numbers: [Int: Int] = [:]
    return (0..<size).map { point in
      let next = numbers.count
      let number = numbers[root(point), default: next]
      numbers[root(point)] = number
      return number
    }
  }

  private func joins(
    of points: Points
  ) -> [(first: Int, second: Int, distance: Float)] {
    let size = points.count
    var distances = points.products(with: points)
    for index in distances.indices { distances[index] = 1 - distances[index] }
    var sizes = [Float](repeating: 1, count: size)
    var alive = Array(0..<size)
    var joins: [(first: Int, second: Int, distance: Float)] = []
    var chain: [Int] = []
    while joins.count < size - 1 {
      if chain.isEmpty { chain = [alive[0]] }
      let last = chain[chain.count - 1]
      // The one before in the chain wins a tie, else chains could go in circles.
      var nearest = chain.count > 1 ? chain[chain.count - 2] : -1
      var least = nearest < 0 ? Float.infinity : distances[last * size + nearest]
      for other in alive where other != last {
        let distance = distances[last * size + other]
        if distance < least { (nearest, least) = (other, distance) }
      }
      guard chain.count > 1, nearest == chain[chain.count - 2] else {
        chain.append(nearest)
        continue
      }
      chain.removeLast(2)
      joins.append((last, nearest, least))
      // The joined cluster takes the second one's place.
      let (a, b) = (sizes[last], sizes[nearest])
      for other in alive where other != last && other != nearest {
        let mean =
          (a * distances[last * size + other] + b * distances[nearest * size + other]) / (a + b)
        distances[nearest * size + other] = mean
        distances[other * size + nearest] = mean
      }
      sizes[nearest] = a + b
      alive.removeAll { $0 == last }
    }
    return joins
  }
}
