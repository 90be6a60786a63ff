import FirthEvaluation
import FirthNumerics
import Testing

@Suite("Clusters")
struct ClusterTests {
  /// Unit vectors around some directions.
  static func points(_ groups: [Int], spread: Float, seed: UInt64) -> Points {
    var random = RandomSource(seed)
    var values: [Float] = []
    for group in groups {
      var vector = (0..<8).map { _ in (random.uniform() - 0.5) * spread }
      vector[group] += 1
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      values += vector.map { $0 / norm }
    }
    return Points(dimensions: 8, values: values)
  }

  static let groups = (0..<60).map { $0 % 3 }

  @Test("groups that stand apart are found", arguments: [1, 2, 3] as [UInt64])
  func apart(seed: UInt64) {
    let points = Self.points(Self.groups, spread: 0.3, seed: seed)
    for clusters in [
      KMeans(count: 3, seed: seed).clusters(of: points),
      AverageLinkage(count: 3).clusters(of: points),
    ] {
      #expect(Set(clusters).count == 3)
      #expect(Purity.statistic(clusters: clusters, categories: Self.groups).value == 1)
    }
  }

  @Test("the same seed gives the same clusters")
  func seeded() {
    let points = Self.points(Self.groups, spread: 3, seed: 4)
    let first = KMeans(count: 3, seed: 1).clusters(of: points)
    #expect(KMeans(count: 3, seed: 1).clusters(of: points) == first)
  }

  /// Joins the two nearest clusters until so many are left.
  static func reference(_ points: Points, _ count: Int) -> [[Int]] {
    var clusters = (0..<points.count).map { [$0] }
    func distance(_ a: [Int], _ b: [Int]) -> Double {
      var sum = 0.0
      for i in a {
        for j in b { sum += 1 - Double(zip(points[i], points[j]).reduce(0) { $0 + $1.0 * $1.1 }) }
      }
      return sum / Double(a.count * b.count)
    }
    while clusters.count > count {
      var best = (0, 1, Double.infinity)
      for a in clusters.indices {
        for b in clusters.indices where b > a {
          let d = distance(clusters[a], clusters[b])
          if d < best.2 { best = (a, b, d) }
        }
      }
      clusters[best.0] += clusters[best.1]
      clusters.remove(at: best.1)
    }
    return clusters.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  @Test("average linkage equals joining the nearest clusters one by one", arguments: 1...8)
  func linkage(count: Int) {
    let points = Self.points((0..<40).map { $0 % 4 }, spread: 3, seed: UInt64(count))
    let clusters = AverageLinkage(count: count).clusters(of: points)
    let sets = Dictionary(grouping: clusters.indices) { clusters[$0] }.values
      .map { $0.sorted() }.sorted { $0[0] < $1[0] }
    #expect(sets == Self.reference(points, count))
  }

  @Test("purity by hand")
  func purity() {
    let statistic = Purity.statistic(clusters: [0, 0, 0, 1, 1], categories: [0, 0, 1, 1, 0])
    #expect(abs(statistic.value - 0.6) < 1e-7)
  }
}
