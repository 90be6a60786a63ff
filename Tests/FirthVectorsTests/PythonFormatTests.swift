import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

/// Our files in the programs whose formats they are, and theirs in ours.
///
/// The programs write what they read as rows of bit patterns, so that values are compared exactly.
@Suite("Formats in Python")
struct PythonFormatTests {
  static let made = embeddings([
    ("king", [0.25, -1.5, 3]), ("naïve", [1e-7, 0.1, -0.5]), ("日本", [-2, 7, 1 / 3]),
    ("queen", [4, 5.5, -6]),
  ])

  /// What Python says about a file: words and rows.
  struct Content: Decodable, Equatable {
    var words: [String]
    var rows: [[UInt32]]
  }

  static func content(_ embeddings: Embeddings) -> Content {
    Content(
      words: (0..<embeddings.vocabularySize).map { embeddings.vocabulary[WordID($0)] },
      rows: bits(embeddings.vectors))
  }

  /// Runs a program that sets `words` and `rows` from the file `path`.
  static func ask(_ program: String, _ path: String) throws -> Content {
    let printed = try Python.run(
      """
      import sys, json, numpy as np
      path = sys.argv[1]
      \(program)
      rows = np.ascontiguousarray(np.asarray(rows), '<f4').view('<u4').tolist()
      print(json.dumps({'words': [str(w) for w in words], 'rows': rows}))
      """, [path])
    let line = printed.split(separator: UInt8(ascii: "\n")).last ?? printed
    return try JSONDecoder().decode(Content.self, from: line)
  }

  static func check(
    _ format: VectorFormat, _ name: String, _ program: String, tolerance: Float = 0
  ) throws {
    try withFolder { folder in
      let path = folder + "/" + name
      try made.write(to: path, format: format)
      let content = try ask(program, path)
      let own = Self.content(made)
      #expect(content.words.suffix(4) == own.words[...])
      if tolerance == 0 {
        #expect(content.rows.suffix(4) == own.rows[...])
      } else {
        for (row, expected) in zip(content.rows.suffix(4), own.rows) {
          for (value, expected) in zip(row, expected) {
            #expect(abs(Float(bitPattern: value) - Float(bitPattern: expected)) <= tolerance)
          }
        }
      }
    }
  }

  @Test("NumPy opens .npy and .npz", .enabled(if: Python.has("numpy"), "needs numpy"))
  func numpy() throws {
    try Self.check(
      .npy, "a.npy",
      """
      rows = np.load(path, mmap_mode='r')
      words = open(path[:-4] + '.words.txt', encoding='utf-8').read().split('\\n')[:-1]
      """)
    try Self.check(
      .npz, "a.npz", "archive = np.load(path); rows = archive['vectors']; words = archive['words']")
  }

  @Test(
    "what NumPy saves is read: types, byte orders, column order, compressed archives",
    .enabled(if: Python.has("numpy"), "needs numpy"),
    arguments: [
      "<f4", ">f4", "<f2", "<f8", ">f8", "fortran", "savez", "savez_compressed", "bytes",
    ])
  func fromNumPy(kind: String) throws {
    try withFolder { folder in
      let isArchive = ["savez", "savez_compressed", "bytes"].contains(kind)
      let path = folder + (isArchive ? "/a.npz" : "/a.npy")
      _ = try Python.run(
        """
        import sys, numpy as np
        path, kind = sys.argv[1:]
        rows = np.array([[0.5, -1, 2], [3, 4, 5.25]], '<f4')
        words = np.array(['a b', 'ñandú'])
        if kind == 'fortran': np.save(path, np.asfortranarray(rows))
        elif kind == 'savez': np.savez(path, emb=rows, words=words)
        elif kind == 'savez_compressed': np.savez_compressed(path, vectors=rows, w=words)
        elif kind == 'bytes': np.savez(path, emb=rows, w=np.char.encode(words, 'utf-8'))
        else: np.save(path, rows.astype(kind))
        if path.endswith('npy'): open(path[:-4] + '.words.txt', 'w').write('a b\\nñandú\\n')
        """, [path, kind])
      let read = try Embeddings(contentsOf: path)
      #expect(read.vocabulary[WordID(1)] == "ñandú" && read.vocabulary[WordID(0)] == "a b")
      #expect(read.vectors[0] == [0.5, -1, 2] && read.vectors[1] == [3, 4, 5.25])
    }
  }

  @Test(
    "gensim opens text without a header and fastText's binary file",
    .enabled(if: Python.has("gensim"), "needs gensim"))
  func gensim() throws {
    try Self.check(
      .gloveText, "a.txt",
      """
      from gensim.models import KeyedVectors
      k = KeyedVectors.load_word2vec_format(path, binary=False, no_header=True)
      words, rows = k.index_to_key, k.vectors
      """)
    try Self.check(
      .fastTextBinary, "a.bin",
      """
      from gensim.models.fasttext import load_facebook_vectors
      k = load_facebook_vectors(path)
      words, rows = k.index_to_key, [k[w] for w in k.index_to_key]
      """)
  }

  @Test(
    "fastText opens its binary file", .enabled(if: Python.has("fasttext"), "needs fasttext"))
  func fastText() throws {
    try Self.check(
      .fastTextBinary, "a.bin",
      """
      import fasttext
      model = fasttext.load_model(path)
      words = model.words
      rows = [model.get_word_vector(w) for w in words]
      """)
  }

  @Test(
    "what fastText trains is read, unseen words and quantized models too",
    .enabled(if: Python.has("fasttext"), "needs fasttext"),
    arguments: ["skipgram", "supervised", "quantized", "pruned", "norms"])
  func fromFastText(kind: String) throws {
    try withFolder { folder in
      let path = folder + "/model.bin"
      let printed = try Python.run(
        """
        import sys, json, random, fasttext
        path, kind = sys.argv[1:]
        random.seed(1)
        words = ['king', 'queen', 'naïve', '日本語', 'über', 'árvíztűrő', 'a', 'to'] + [
          ''.join(random.choice('abcdeéő') for _ in range(random.randint(1, 9))) for _ in range(400)]
        lines = [' '.join(random.choice(words) for _ in range(12)) for _ in range(500)]
        if kind != 'skipgram': lines = [f'__label__{i % 3} {l}' for i, l in enumerate(lines)]
        open(path + '.txt', 'w').write('\\n'.join(lines) + '\\n')
        common = dict(dim=7, minn=2, maxn=5, bucket=1000, thread=1, epoch=1, minCount=1, verbose=0)
        if kind == 'skipgram': model = fasttext.train_unsupervised(path + '.txt', 'skipgram', **common)
        else: model = fasttext.train_supervised(path + '.txt', **common)
        if kind == 'quantized': model.quantize(dsub=2)
        if kind == 'norms': model.quantize(dsub=3, qnorm=True)
        if kind == 'pruned': model.quantize(input=path + '.txt', cutoff=500, retrain=False)
        model.save_model(path)
        unseen = ['kingly', 'ékes', '日本', 'zz']
        open(path + '.words', 'w').write('\\n'.join(unseen) + '\\n')
        vectors = {w: [float(v) for v in model.get_word_vector(w)] for w in model.words + unseen}
        print(json.dumps(vectors))
        """, [path, kind])
      let expected = try JSONDecoder().decode([String: [Double]].self, from: printed)
      let read = try Embeddings(contentsOf: path)
      #expect(read.source?.format == .fastTextBinary && read.dimension == 7)
      let (unseen, _) = try Conversion(words: path + ".words").apply(to: read)
      #expect(read.vocabularySize > 10 && unseen.vocabularySize == 4)
      #expect(expected.count == read.vocabularySize + 4)
      #expect(unseen.vector(for: "kingly") == read.vector(for: "kingly"))
      #expect(read.similar(to: ["kingly"]).known == ["kingly"])
      #expect(read.similar(to: ["kingly"]).matches.count == 10)
      for (word, vector) in expected {
        let own = try #require(read.vector(for: word), "\(word)")
        let difference = zip(own, vector).map { abs($0 - $1) }.max() ?? 9
        #expect(difference < 1e-6, "\(word): \(own) for \(vector)")
      }
    }
  }

  @Test(
    "finalfusion opens its file", .enabled(if: Python.has("finalfusion"), "needs finalfusion"))
  func finalfusion() throws {
    try Self.check(
      .finalfusion, "a.fifu",
      """
      import finalfusion
      e = finalfusion.load_finalfusion(path)
      words = e.vocab.words
      rows = np.asarray(e.storage)[:len(words)] * np.asarray(e.norms)[:, None]
      """, tolerance: 1e-6)
  }

  @Test(
    "what finalfusion writes is read, quantized too",
    .enabled(if: Python.has("finalfusion"), "needs finalfusion"), arguments: [false, true])
  func fromFinalfusion(hasProjection: Bool) throws {
    try withFolder { folder in
      let path = folder + "/a.fifu"
      let printed = try Python.run(
        """
        import sys, json, numpy as np, finalfusion
        from finalfusion.storage.quantized import PQ, QuantizedArray
        from finalfusion.vocab import SimpleVocab
        from finalfusion.norms import Norms
        from finalfusion.metadata import Metadata
        path, has_projection = sys.argv[1], sys.argv[2] == 'true'
        r = np.random.default_rng(2)
        projection = r.normal(size=(6, 6)).astype('<f4') if has_projection else None
        pq = PQ(r.normal(size=(3, 16, 2)).astype('<f4'), projection)
        codes = r.integers(0, 16, size=(5, 3)).astype(np.uint8)
        storage = QuantizedArray(pq, codes, r.random(5).astype('<f4') if has_projection else None)
        e = finalfusion.Embeddings(
          storage, SimpleVocab(list('abcde')), Norms(np.ones(5, '<f4')), Metadata({'made': 'here'}))
        e.write(path)
        e = finalfusion.load_finalfusion(path)
        print(json.dumps({w: [float(v) for v in e.storage[i]] for i, w in enumerate(e.vocab.words)}))
        """, [path, "\(hasProjection)"])
      let expected = try JSONDecoder().decode([String: [Double]].self, from: printed)
      let read = try Embeddings(contentsOf: path)
      #expect(read.metadata["finalfusion"]?.contains("here") == true && expected.count == 5)
      for (word, vector) in expected {
        let own = try #require(read.vector(for: word))
        #expect((zip(own, vector).map { abs($0 - $1) }.max() ?? 9) < 1e-5, "\(own) for \(vector)")
      }
    }
  }

  @Test(
    "safetensors of other programs are read with the words beside them",
    .enabled(if: Python.has("torch, safetensors"), "needs torch"),
    arguments: ["float32", "float16", "bfloat16", "float64"])
  func foreignSafetensors(type: String) throws {
    try withFolder { folder in
      let path = folder + "/a.safetensors"
      _ = try Python.run(
        """
        import sys, torch
        from safetensors.torch import save_file
        path, kind = sys.argv[1:]
        rows = torch.tensor([[0.5, -1, 2], [3, 4, 5.25]], dtype=getattr(torch, kind))
        save_file({'encoder.weight': rows, 'other': torch.zeros(4, 4), 'bias': torch.zeros(3)}, path)
        open(path + '.words', 'w').write('one 7\\ntwo 3\\n')
        """, [path, type])
      let words = path + ".words"
      let read = try Embeddings(
        contentsOf: path, options: VectorReadingOptions(vocabulary: words, tensor: "encoder.weight")
      )
      #expect(read.vectors[0] == [0.5, -1, 2] && read.vectors[1] == [3, 4, 5.25])
      #expect(read.vocabulary[WordID(1)] == "two" && read.vocabulary.counts == [7, 3])
      let tensors = { (name: String?) in
        FormatError.noSuchTensor(
          path: path, name: name,
          tensors: [
            "F32 [4, 4]",
            "\(["float32": "F32", "float16": "F16", "bfloat16": "BF16", "float64": "F64"][type] ?? "") [2, 3]",
          ])
      }
      for name in [nil, "missing", "bias"] as [String?] {
        let error = #expect(throws: FormatError.self) {
          try Embeddings(
            contentsOf: path, options: VectorReadingOptions(vocabulary: words, tensor: name))
        }
        guard case .noSuchTensor(path, name, let listed) = error else {
          Issue.record("\(String(describing: error)), not \(tensors(name))")
          continue
        }
        #expect(listed.count == 2 && listed.contains("other F32 [4, 4]"))
      }
    }
  }

  static let sentence = "King, naïve queen-unseen 日本"

  @Test(
    "model2vec opens the folder and averages the words of a text",
    .enabled(if: Python.has("model2vec"), "needs model2vec"))
  func model2vec() throws {
    try Self.check(
      .modelFolder, "model",
      """
      from model2vec import StaticModel
      model = StaticModel.from_pretrained(path)
      words = [model.tokenizer.id_to_token(i) for i in range(model.tokenizer.get_vocab_size())]
      rows = model.embedding
      mean = model.encode(['\(Self.sentence)'])[0]
      expected = (rows[words.index('king')] + rows[words.index('naïve')] + rows[words.index('日本')]) / 3
      assert np.allclose(mean, expected, atol=1e-6), (mean, expected)
      assert words[:2] == ['[PAD]', '[UNK]'] and not rows[0].any()
      assert np.allclose(rows[1], rows[2:].mean(0))
      """)
  }

  @Test(
    "sentence-transformers opens the folder",
    .enabled(if: Python.has("sentence_transformers"), "needs sentence-transformers"))
  func sentenceTransformers() throws {
    try Self.check(
      .modelFolder, "model",
      """
      import os
      os.environ['HF_HUB_OFFLINE'] = '1'
      from sentence_transformers import SentenceTransformer
      model = SentenceTransformer(path, device='cpu')
      words = [model[0].tokenizer.id_to_token(i) for i in range(model[0].tokenizer.get_vocab_size())]
      rows = model[0].embedding.weight.detach().numpy()
      assert np.allclose(model.encode('KING'), rows[words.index('king')])
      """)
  }

  @Test(
    "TensorBoard's projector takes the folder",
    .enabled(if: Python.has("tensorboard"), "needs tensorboard"))
  func tensorBoard() throws {
    try Self.check(
      .tensorBoard, "projector",
      """
      from google.protobuf import text_format
      from tensorboard.plugins.projector import projector_plugin, projector_config_pb2
      config = projector_config_pb2.ProjectorConfig()
      text_format.Parse(open(path + '/projector_config.pbtxt').read(), config)
      entry = config.embeddings[0]
      rows = projector_plugin._read_tensor_tsv_file(path + '/' + entry.tensor_path)
      words = open(path + '/' + entry.metadata_path, encoding='utf-8').read().split('\\n')[:-1]
      """)
  }

  @Test(
    "JSON Lines, CSV, TSV and the dictionary are what Python's own readers take",
    .enabled(if: Python.has("numpy"), "needs numpy"))
  func text() throws {
    try Self.check(
      .jsonl, "a.jsonl",
      """
      lines = [json.loads(line) for line in open(path, encoding='utf-8')]
      words, rows = [l['word'] for l in lines], [l['vector'] for l in lines]
      """)
    try Self.check(
      .apple, "a.json",
      """
      content = json.load(open(path, encoding='utf-8'))
      words, rows = list(content), list(content.values())
      assert 'MLWordEmbedding(dictionary:' in open(path[:-5] + '.swift').read()
      """)
    for (format, separator) in [(VectorFormat.csv, ","), (.tsv, "\\t")] {
      try Self.check(
        format, "a." + format.rawValue,
        """
        import csv
        lines = list(csv.reader(open(path, encoding='utf-8', newline=''), delimiter='\(separator)'))
        words, rows = [l[0] for l in lines[1:]], [[np.float32(v) for v in l[1:]] for l in lines[1:]]
        assert lines[0] == ['word', 'd1', 'd2', 'd3']
        """)
    }
  }

  @Test("pandas opens CSV", .enabled(if: Python.has("pandas"), "needs pandas"))
  func pandas() throws {
    try Self.check(
      .csv, "a.csv",
      """
      import pandas
      frame = pandas.read_csv(path, index_col='word', float_precision='round_trip')
      words, rows = frame.index, frame.to_numpy()
      """)
  }
}
