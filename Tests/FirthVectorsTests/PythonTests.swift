import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Files in Python")
struct PythonTests {
  /// Words whose rows are not trivially alike, with a count for each.
  static let made: Embeddings = {
    var random = SeededGenerator(seed: 5)
    return embeddings(
      (0..<500).map { row in
        ("word\(row)", (0..<19).map { _ in Float.random(in: -1...1, using: &random) })
      })
  }()

  @Test(
    "safetensors opens the native file with an equal matrix",
    .enabled(if: Python.has("numpy, safetensors"), "needs FIRTH_PYTHON with numpy and safetensors"))
  func safetensors() throws {
    try withFolder { folder in
      for seed in UInt64(0)..<4 {
        let path = folder + "/a.safetensors"
        let made = randomEmbeddings(seed: seed, isFull: seed % 2 == 0, isOdd: true)
        try made.write(to: path)
        let printed = try Python.run(
          """
          import sys, json
          from safetensors import safe_open
          from safetensors.numpy import load_file
          t = load_file(sys.argv[1])
          m = safe_open(sys.argv[1], 'numpy').metadata()
          bits = lambda a: a.view('<u4').tolist()
          print(json.dumps([bits(t['vectors']), t['token_offsets'].tolist(), t['tokens'].tolist(),
            m, t['counts'].tolist() if 'counts' in t else []]))
          """, [path])
        let parts = try #require(JSONSerialization.jsonObject(with: printed) as? [Any])
        #expect(parts[0] as? [[UInt32]] == bits(made.vectors))
        #expect(parts[1] as? [Int] == made.vocabulary.offsets)
        #expect(parts[2] as? [UInt8] == made.vocabulary.bytes)
        let metadata = try #require(parts[3] as? [String: String])
        for (key, value) in made.metadata { #expect(metadata[key] == value) }
        #expect(parts[4] as? [UInt64] == made.vocabulary.counts ?? [])
      }
    }
  }

  @Test(
    "torch takes the matrix as an embedding layer",
    .enabled(if: Python.has("torch, safetensors"), "needs FIRTH_PYTHON with torch and safetensors"))
  func torch() throws {
    try withFolder { folder in
      let path = folder + "/a.safetensors"
      try Self.made.write(to: path)
      let printed = try Python.run(
        """
        import sys, json, torch
        from safetensors.torch import load_file
        layer = torch.nn.Embedding.from_pretrained(load_file(sys.argv[1])['vectors'])
        rows = layer(torch.tensor([0, 7, 499]))
        print(json.dumps(rows.view(torch.int32).tolist()))
        """, [path])
      let rows = try JSONDecoder().decode([[Int32]].self, from: printed)
      let own = [0, 7, 499].map { Self.made.vectors[$0].map { Int32(bitPattern: $0.bitPattern) } }
      #expect(rows == own)
    }
  }

  struct Neighbour: Decodable {
    var word: String
    var score: Double
  }

  @Test(
    "gensim gives our neighbours on our word2vec files",
    .enabled(if: Python.has("gensim"), "needs FIRTH_PYTHON with gensim"),
    arguments: ["bin", "txt"], SharedData.folder == nil ? [false] : [false, true])
  func gensim(ending: String, isReal: Bool) throws {
    try withFolder { folder in
      let real = SharedData.vectors("word2vec-c/cbow-ns-50.bin")
      let words = isReal ? try Embeddings(contentsOf: real) : Self.made
      let path = folder + "/a." + ending
      try words.write(to: path)
      let printed = try Python.run(
        """
        import sys, json
        from gensim.models import KeyedVectors
        k = KeyedVectors.load_word2vec_format(sys.argv[1], binary=sys.argv[1].endswith('bin'))
        words = k.index_to_key[1:500:10]
        print(json.dumps({w: [{'word': n, 'score': float(s)} for n, s in k.most_similar(w)]
          for w in words}))
        """, [path])
      let expected = try JSONDecoder().decode([String: [Neighbour]].self, from: printed)
      #expect(expected.count == 50)
      for (word, neighbours) in expected {
        let matches = words.similar(to: [word]).matches
        #expect(matches.map(\.word) == neighbours.map(\.word), "\(word)")
        for (match, neighbour) in zip(matches, neighbours) {
          #expect(abs(Double(match.similarity) - neighbour.score) < 1e-5, "\(word)")
        }
      }
    }
  }
}
