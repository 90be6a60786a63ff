import FirthFiles
import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

/// Vectors of which the first `groups · perGroup` words lie apart by their group, group after group;
/// the others are random.
func groupedVectors(
  _ groups: Int, perGroup: Int, others: Int = 100, columns: Int = 12, apart: Float = 2,
  seed: UInt64 = 1
) -> (Embeddings, ConceptExamples) {
  var random = SeededGenerator(seed: seed)
  let centres = (0..<groups).map { _ in
    (0..<columns).map { _ in apart * .random(in: -1...1, using: &random) }
  }
  var values: [Float] = []
  for row in 0..<groups * perGroup + others {
    let centre = row < groups * perGroup ? centres[row / perGroup] : nil
    values += (0..<columns).map { Float.random(in: -1...1, using: &random) + (centre?[$0] ?? 0) }
  }
  let examples = ConceptExamples(
    groups: (0..<groups).map { group in
      ConceptExamples.Group(
        "g\(group)", (group * perGroup..<(group + 1) * perGroup).map { "w\($0)" })
    })
  return (made(groups * perGroup + others, columns, values), examples)
}

/// The pairs of words that stand in the same place of two groups.
func pairs(_ examples: ConceptExamples) -> ConceptExamples {
  ConceptExamples(
    pairs: Array(zip(examples.groups[0].words, examples.groups[1].words)))
}

func unit(_ row: [Double]) -> [Double] {
  let norm = dot(row, row).squareRoot()
  return row.map { $0 / norm }
}

/// A part of a concept's file.
func tensor(_ name: String, of concept: Concept) throws -> [Double] {
  try withFolder { folder in
    try concept.write(to: OutputFile(folder + "/c.concept"))
    let file = try TensorFile(contentsOf: folder + "/c.concept")
    return try file.values(name, shape: try #require(file.shape(of: name)))
  }
}

@Suite("Concepts")
struct ConceptTests {
  @Test("the mean difference leads from the first group's mean to the second's")
  func meanDifference() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    let (concept, unknown) = try Concept.find("c", in: examples, vectors)
    let units = rows(vectors).map(unit)
    let difference = zip(mean(Array(units[..<9])), mean(Array(units[9..<18]))).map { $1 - $0 }
    let expected = unit(difference)
    #expect(unknown.isEmpty && concept.rank == 1)
    let directions = try tensor("directions", of: concept)
    #expect(zip(directions, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let scores = try concept.scores(of: 0..<18, in: vectors)
    for (score, x) in zip(scores, units) {
      let cosine: Double = dot(x, expected)
      #expect(abs(score.score - cosine) < 1e-12)
    }
    let places: [Double] = scores.map { $0.place ?? .nan }
    let first: Double = places[..<9].reduce(0, +) / 9
    let second: Double = places[9...].reduce(0, +) / 9
    #expect(abs(first + 1) < 1e-9 && abs(second - 1) < 1e-9)
    #expect(!concept.evidence.mayBeChance && concept.evidence.agreements.isEmpty)
  }

  @Test("nothing is left along a removed concept", arguments: [1, 3])
  func remove(rank: Int) throws {
    let (vectors, examples) = groupedVectors(4, perGroup: 8)
    let concept = try Concept.find("c", in: examples, vectors, rank: rank).concept
    let directions = try tensor("directions", of: concept)
    let (after, changed) = try vectors.changed(by: concept, .remove)
    #expect(changed == vectors.vocabularySize)
    for axis in 0..<rank {
      let direction = Array(directions[axis * 12..<(axis + 1) * 12])
      let largest = rows(after).map { abs(dot($0, direction)) }.max() ?? 1
      #expect(largest < 1e-6)
      #expect(rows(vectors).contains { abs(dot($0, direction)) > 0.1 })
    }
    // What is at right angles stays.
    for (x, y) in zip(rows(vectors), rows(after)) {
      var expected = x
      for axis in 0..<rank {
        let direction = Array(directions[axis * 12..<(axis + 1) * 12])
        let part = dot(x, direction)
        for column in expected.indices { expected[column] -= part * direction[column] }
      }
      #expect(zip(y, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("neutral vectors lie halfway, added ones are moved by the way between the groups")
  func neutralAndAdd() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    let concept = try Concept.find("c", in: examples, vectors).concept
    let step = try tensor("step", of: concept)[0]
    let middle = try tensor("middle", of: concept)[0]
    let direction = try tensor("directions", of: concept)
    let neutral = rows(try vectors.changed(by: concept, .neutral).embeddings)
    let moved = rows(try vectors.changed(by: concept, .add(strength: 1.5)).embeddings)
    for (x, (neutral, moved)) in zip(rows(vectors), zip(neutral, moved)) {
      let norm = dot(x, x).squareRoot()
      let rest: Double = dot(neutral, direction) / norm - middle
      let way: Double = (dot(moved, direction) - dot(x, direction)) / norm - 1.5 * step
      #expect(abs(rest) < 1e-6 && abs(way) < 1e-6)
      let one = concept.moved(x, by: .add(strength: 1.5))
      #expect(zip(one, moved).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("principal components of pairs point from first to second")
  func pca() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    let concept = try Concept.find("c", in: pairs(examples), vectors, by: .pca, rank: 2).concept
    let units = rows(vectors).map(unit)
    let differences = (0..<9).map { i in zip(units[i], units[9 + i]).map { $1 - $0 } }
    var products = [Double](repeating: 0, count: 144)
    for d in differences {
      for place in products.indices { products[place] += d[place / 12] * d[place % 12] }
    }
    let (values, axes) = try LAPACK.eigenvectors(ofSymmetric: products, order: 12)
    let directions = try tensor("directions", of: concept)
    for axis in 0..<2 {
      let (mine, reference) = (
        Array(directions[axis * 12..<(axis + 1) * 12]), Array(axes[axis * 12..<(axis + 1) * 12])
      )
      let cosine: Double = dot(mine, reference)
      #expect(abs(abs(cosine) - 1) < 1e-9)
      let lead: Double = differences.reduce(0.0) { $0 + dot($1, mine) }
      #expect(lead > 0)
    }
    let explained = (values[0] + values[1]) / values.reduce(0, +)
    #expect(abs(concept.evidence.explained - explained) < 1e-9)
    #expect(concept.evidence.agreements.count == 9)
  }

  @Test("random examples are called chance, and others are not")
  func chance() throws {
    let (vectors, _) = groupedVectors(2, perGroup: 9, others: 2_000, columns: 30)
    let random = ConceptExamples(pairs: (0..<10).map { ("w\(100 + $0)", "w\(300 + $0)") })
    for method in [Concept.Method.meanDifference, .pca] {
      #expect(try Concept.find("c", in: random, vectors, by: method).concept.evidence.mayBeChance)
    }
    let groups = ConceptExamples(groups: [
      ConceptExamples.Group("a", (100..<115).map { "w\($0)" }),
      ConceptExamples.Group("b", (200..<215).map { "w\($0)" }),
    ])
    #expect(try Concept.find("c", in: groups, vectors).concept.evidence.mayBeChance)
    let (near, examples) = groupedVectors(2, perGroup: 9, others: 2_000, columns: 30)
    for method in [Concept.Method.meanDifference, .pca] {
      let found = try Concept.find("c", in: pairs(examples), near, by: method).concept
      #expect(!found.evidence.mayBeChance)
    }
  }

  @Test("equal words differ in the concept alone, and keep their lengths")
  func equalize() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    let concept = try Concept.find("c", in: pairs(examples), vectors).concept
    let direction = try tensor("directions", of: concept)
    let (after, sets, unknown) = try vectors.equalized(
      [["w1", "w10", "nobody"], ["w2", "w11"], ["w3"]], in: concept)
    #expect(sets == 2 && unknown == ["nobody"])
    let (before, equal) = (rows(vectors), rows(after))
    for (a, b) in [(1, 10), (2, 11)] {
      let (x, y) = (unit(equal[a]), unit(equal[b]))
      let sides: Double = dot(x, direction) + dot(y, direction)
      #expect(abs(sides) < 1e-6)
      let difference = zip(x, y).map { $0 - $1 }
      let along: Double = dot(difference, direction)
      let outside: Double = dot(difference, difference) - along * along
      #expect(abs(outside) < 1e-9)
      for row in [a, b] {
        let lengths: [Double] = [before, equal].map { dot($0[row], $0[row]) }
        #expect(abs(lengths[0] - lengths[1]) < 1e-4)
      }
    }
    #expect(before[3] == equal[3])
  }

  @Test("after LEACE the groups' means agree, and a probe finds nothing in words held out")
  func leace() throws {
    let (vectors, all) = groupedVectors(3, perGroup: 600, columns: 10, apart: 0.7)
    let halves = [0, 1].map { half in
      ConceptExamples(
        groups: all.groups.map { group in
          ConceptExamples.Group(
            group.name, group.words.enumerated().filter { $0.offset % 2 == half }.map(\.element))
        })
    }
    let concept = try Concept.find("c", in: halves[0], vectors, by: .leace).concept
    #expect(concept.rank == 2)
    let after = try vectors.changed(by: concept, .remove).embeddings
    let erased = rows(after)
    let means = (0..<3).map { group in
      mean(stride(from: group * 600, to: (group + 1) * 600, by: 2).map { erased[$0] })
    }
    for other in means[1...] {
      #expect(zip(means[0], other).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    let before = try LinearProbe(training: halves[0], test: halves[1], in: vectors, asUnit: false)
    let probe = try LinearProbe(training: halves[0], test: halves[1], in: after, asUnit: false)
    #expect(before.accuracy > 0.6 && before.words == 900)
    #expect(abs(probe.accuracy - probe.chance) < 0.05)
    let turns = try LinearProbe(halves[1], in: vectors)
    #expect(turns.folds == 10 && turns.accuracy > 0.6)
  }

  @Test("the file brings the concept back, and other files are refused")
  func file() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    try withFolder { folder in
      for (method, found) in [
        (Concept.Method.meanDifference, examples), (.pca, pairs(examples)), (.leace, examples),
      ] {
        let concept = try Concept.find("c", in: found, vectors, by: method).concept
        let path = folder + "/\(method.rawValue).concept"
        try concept.write(to: OutputFile(path), provenance: ["vectors": "v"])
        let read = try Concept(contentsOf: path)
        #expect(read.examples == concept.examples && read.evidence == concept.evidence)
        #expect(read.name == "c" && read.method == method && read.rank == 1)
        let moved = try vectors.changed(by: read, .remove).embeddings
        #expect(rows(moved) == rows(try vectors.changed(by: concept, .remove).embeddings))
      }
      try vectors.write(to: folder + "/v.safetensors")
      #expect(throws: ConceptError.self) { try Concept(contentsOf: folder + "/v.safetensors") }
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/pca.concept")))
      var random = SeededGenerator(seed: 7)
      for _ in 0..<300 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          damaged[Int.random(in: 0..<bytes.count, using: &random)] = .random(
            in: 0...255, using: &random)
        }
        let end =
          Bool.random(using: &random)
          ? Int.random(in: 0...bytes.count, using: &random) : bytes.count
        try Data(damaged[..<end]).write(to: URL(fileURLWithPath: folder + "/d.concept"))
        // Anything but a crash.
        if let concept = try? Concept(contentsOf: folder + "/d.concept"), concept.dimensions == 12 {
          _ = try? vectors.changed(by: concept, .neutral)
        }
      }
    }
  }

  @Test("what can't be is refused")
  func refused() throws {
    let (vectors, examples) = groupedVectors(3, perGroup: 4)
    #expect(throws: ConceptError.needsPairs) {
      try Concept.find("c", in: examples, vectors, by: .pca)
    }
    #expect(throws: ConceptError.rank(3, most: 2)) {
      try Concept.find("c", in: examples, vectors, rank: 3)
    }
    #expect(throws: ConceptError.rankOfLEACE) {
      try Concept.find("c", in: examples, vectors, by: .leace, rank: 1)
    }
    #expect(throws: ConceptError.tooFewExamples(known: [0, 0], needed: 1)) {
      try Concept.find("c", in: ConceptExamples(pairs: [("a", "w1")]), vectors)
    }
    let same = ConceptExamples(pairs: [("w1", "w1")])
    #expect(throws: ConceptError.noDifference) { try Concept.find("c", in: same, vectors) }
    let concept = try Concept.find("c", in: examples, vectors).concept
    #expect(throws: ConceptError.notTwoGroups(3)) {
      try vectors.changed(by: concept, .add(strength: 1))
    }
    let other = madeVectors(20, 7, seed: 1)
    #expect(throws: ConceptError.otherDimensions(concept: 12, vectors: 7)) {
      try other.changed(by: concept, .remove)
    }
    #expect(throws: ConceptError.nothingToUndo(path: "")) { try vectors.undoingLastChange() }
  }

  @Test("association tests count as they are defined")
  func associations() throws {
    let (vectors, examples) = groupedVectors(4, perGroup: 5, seed: 4)
    let words = AssociationTest.Words(
      groups: Array(examples.groups[..<2]), attributes: Array(examples.groups[2...]))
    let found = try AssociationTest(words, in: vectors)
    let units = rows(vectors).map(unit)
    func association(_ row: Int) -> Double {
      func near(_ group: Int) -> Double {
        (group * 5..<(group + 1) * 5).reduce(0) { $0 + dot(units[row], units[$1]) } / 5
      }
      return near(2) - near(3)
    }
    let s = (0..<10).map(association)
    let centre = s.reduce(0, +) / 10
    let deviation = (s.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / 9).squareRoot()
    let difference = s[..<5].reduce(0, +) / 5 - s[5...].reduce(0, +) / 5
    #expect(abs(found.effectSize - difference / deviation) < 1e-9)
    var (asGood, all) = (0, 0)
    for chosen in 0..<1 << 10 where chosen.nonzeroBitCount == 5 {
      var sum = 0.0
      for (place, value) in s.enumerated() { sum += chosen >> place & 1 == 1 ? value : -value }
      all += 1
      if sum / 5 >= difference - 1e-12 { asGood += 1 }
    }
    #expect(found.isExact && found.permutations == all)
    #expect(abs(found.pValue - Double(asGood) / Double(all)) < 1e-12)
  }
}
