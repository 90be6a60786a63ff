internal import Firth

/// What is fuzzed: the readers of formats, of the files beside them, and of what has no name.
enum Reader: String, CaseIterable {
  case safetensors
  /// A safetensors file of another program, with a file of words.
  case foreign
  case word2vecBinary = "word2vec-bin"
  case word2vecText = "word2vec-text"
  case gloveText = "glove-text"
  case gloveBinary = "glove-bin"
  case fastTextBinary = "fasttext-bin"
  case finalfusion
  case npy
  case npz
  case jsonl
  case csv
  case tsv
  case tensorBoard = "tensorboard"
  case pgvectorText = "pgvector-text"
  case pgvectorBinary = "pgvector-binary"
  case apple
  /// The tokenizer of a model folder.
  case tokenizer
  /// A file of words beside a matrix.
  case words
  /// A file whose format its content tells, gzip too.
  case detect

  /// The format that is read; nil where the content tells it.
  var format: VectorFormat? {
    switch self {
    case .foreign: .safetensors
    case .tokenizer: .modelFolder
    case .words: .npy
    case .detect: nil
    default: VectorFormat(rawValue: rawValue)
    }
  }

  /// Whether a file of words is given.
  var needsWords: Bool {
    [.foreign, .gloveBinary, .npy, .tensorBoard, .detect].contains(self)
  }

  /// The name of the file that an input becomes, in a folder of its own.
  var fileName: String {
    switch self {
    case .tokenizer: "tokenizer.json"
    case .words: "words.txt"
    default: "input"
    }
  }
}
