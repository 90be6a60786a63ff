import FirthFiles
import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Undoing changes")
struct ConceptUndoTests {
  private static func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test("undoing gives the same bytes back, whatever the precision", arguments: Precision.allCases)
  func undo(precision: Precision) throws {
    try withFolder { folder in
      var random = SeededGenerator(seed: 3)
      var values = (0..<300 * 12).map { _ in
        Float.random(in: -1...1, using: &random) * pow(10, Float.random(in: -6...2, using: &random))
      }
      // Zeros of both signs, rows that are no numbers, and one that is zero.
      values[5] = -0.0
      values[17] = 0
      for column in 0..<12 { values[40 * 12 + column] = 0 }
      if precision != .i8 { values[50 * 12] = .nan }
      if precision != .i8 { values[51 * 12 + 3] = .infinity }
      let words = (0..<300).map { "w\($0)" }
      let vectors = Embeddings(
        vocabulary: Vocabulary(words: words, counts: (0..<300).map { UInt64(1_000 - $0) }),
        vectors: Matrix(rows: 300, columns: 12, copying: values),
        context: Matrix(rows: 300, columns: 12, copying: values), biases: values[..<300].map { $0 },
        metadata: ["model": "made"]
      ).converted(to: precision)
      try vectors.write(to: folder + "/v.safetensors")
      let examples = ConceptExamples(pairs: (0..<8).map { ("w\($0)", "w\(100 + $0)") })
      let mapped = try Embeddings(contentsOf: folder + "/v.safetensors")
      for method in Concept.Method.allCases {
        let concept = try Concept.find("c", in: examples, mapped, by: method).concept
        let moves: [ConceptMove] = [.remove, .neutral, .add(strength: -2.5)]
        for (number, move) in moves.enumerated() {
          let rows = number == 1 ? Array(stride(from: 0, to: 300, by: 3)) : nil
          let changed = try mapped.changed(by: concept, move, rows: rows).embeddings
          try changed.write(to: folder + "/w.safetensors")
          let read = try Embeddings(contentsOf: folder + "/w.safetensors")
          #expect(try read.lastChange?.contains("=c") == true)
          #expect(read.metadata["transforms"] == (try read.lastChange))
          #expect(read.vectors[7] != mapped.vectors[7] || rows != nil)
          try read.undoingLastChange().write(to: folder + "/u.safetensors")
          #expect(
            try Self.bytes(folder + "/u.safetensors") == Self.bytes(folder + "/v.safetensors"))
        }
      }
    }
  }

  @Test("changes are undone one by one, the last first, and equal words too")
  func several() throws {
    try withFolder { folder in
      let (vectors, examples) = groupedVectors(2, perGroup: 9)
      let concept = try Concept.find("c", in: pairs(examples), vectors).concept
      try vectors.write(to: folder + "/0.safetensors")
      var last = try Embeddings(contentsOf: folder + "/0.safetensors")
      let steps: [(Embeddings) throws -> Embeddings] = [
        { try $0.changed(by: concept, .add(strength: 3)).embeddings },
        { try $0.equalized([["w1", "w10"], ["w2", "w11"]], in: concept).embeddings },
        { try $0.changed(by: concept, .remove, rows: [4, 5, 90]).embeddings },
      ]
      for (number, step) in steps.enumerated() {
        try step(last).write(to: folder + "/\(number + 1).safetensors")
        last = try Embeddings(contentsOf: folder + "/\(number + 1).safetensors")
      }
      #expect(last.metadata["transforms"] == "add=c*3.0 equalize=c remove=c")
      for number in (0..<3).reversed() {
        try last.undoingLastChange().write(to: folder + "/u.safetensors")
        #expect(
          try Self.bytes(folder + "/u.safetensors")
            == Self.bytes(folder + "/\(number).safetensors"))
        last = try Embeddings(contentsOf: folder + "/u.safetensors")
      }
      #expect(try last.lastChange == nil)
    }
  }

  @Test("what undoes a change is small")
  func size() throws {
    try withFolder { folder in
      var random = SeededGenerator(seed: 3)
      let vectors = made(2_000, 100, (0..<200_000).map { _ in .random(in: -1...1, using: &random) })
      let examples = ConceptExamples(pairs: (0..<8).map { ("w\($0)", "w\(100 + $0)") })
      let concept = try Concept.find("c", in: examples, vectors).concept
      try vectors.write(to: folder + "/v.safetensors")
      try vectors.changed(by: concept, .remove).embeddings.write(to: folder + "/w.safetensors")
      let sizes = try ["v", "w"].map { try Self.bytes(folder + "/\($0).safetensors").count }
      #expect(sizes[1] - sizes[0] < sizes[0] / 5)
    }
  }

  @Test("damage of what undoes a change is an error and never a crash")
  func damage() throws {
    try withFolder { folder in
      let (vectors, examples) = groupedVectors(2, perGroup: 9)
      let concept = try Concept.find("c", in: pairs(examples), vectors).concept
      try vectors.changed(by: concept, .remove).embeddings.write(to: folder + "/w.safetensors")
      let bytes = try [UInt8](Self.bytes(folder + "/w.safetensors"))
      let blob = try #require(
        try Embeddings(contentsOf: folder + "/w.safetensors").attachments.first?.bytes.count)
      var random = SeededGenerator(seed: 9)
      var refused = 0
      for _ in 0..<500 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = bytes.count - 1 - Int.random(in: 0..<blob, using: &random)
          damaged[place] = .random(in: 0...255, using: &random)
        }
        try Data(damaged).write(to: URL(fileURLWithPath: folder + "/d.safetensors"))
        let read = try Embeddings(contentsOf: folder + "/d.safetensors")
        do {
          let restored = try read.undoingLastChange()
          for row in 0..<restored.vocabularySize { _ = restored.vectors[row] }
        } catch is ConceptError {
          refused += 1
        }
      }
      #expect(refused > 20)
    }
  }
}
