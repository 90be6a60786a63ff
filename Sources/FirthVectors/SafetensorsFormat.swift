internal import FirthNumerics

/// Firth's own files: safetensors with the words, counts and provenance beside the vectors.
///
/// | tensor | type | |
/// | --- | --- | --- |
/// | `vectors` | F32, F16, BF16 or I8 [V, D] | its data starts at a multiple of 64 bytes |
/// | `scales` | F32 [V] | of I8 vectors only: what each row is multiplied by |
/// | `norms` | F32 [V] | the rows' Euclidean lengths; NaN for a row with a NaN or an infinity |
/// | `context`, `context_scales` | as `vectors`, `scales` | where the model has them |
/// | `biases`, `context_biases` | F32 [V] | where the model has them |
/// | `original_norms` | F32 [V] | lengths before the vectors were made unit vectors |
/// | `counts` | U64 [V] | where they are known |
/// | `token_offsets` | U64 [V + 1] | where each word starts in `tokens` |
/// | `tokens` | U8 | the words' bytes |
/// | `undo.1`, `undo.2` … | U8 | where vectors were changed: what undoes each change, the oldest first |
enum SafetensorsFormat: FormatCodec {
  static let holdsCounts = true
  static let precisions = Set(Precision.allCases)

  /// What `format` says in the metadata.
  static let name = "firth"
  /// The newest layout that this Firth writes and reads.
  static let version = 1
  /// Room for a header with the names of many corpus files.
  static let generousHeader = 1 << 20

  /// The keys that the writer sets.
  enum Key {
    static let format = "format"
    static let version = "format_version"
  }

  /// The tensors' names.
  enum Name {
    static let vectors = "vectors"
    static let scales = "scales"
    static let norms = "norms"
    static let context = "context"
    static let contextScales = "context_scales"
    static let biases = "biases"
    static let contextBiases = "context_biases"
    static let originalNorms = "original_norms"
    static let counts = "counts"
    static let tokenOffsets = "token_offsets"
    static let tokens = "tokens"
  }
}

extension SafetensorsHeader.ElementType {
  /// The type for a matrix's precision.
  init(_ precision: Precision) {
    switch precision {
    case .f32: self = .f32
    case .f16: self = .f16
    case .bf16: self = .bf16
    case .i8: self = .i8
    }
  }

  /// The precision of a matrix of this type; nil where there is none.
  var precision: Precision? { Precision.allCases.first { Self($0) == self } }
}
