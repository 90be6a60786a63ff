public import FirthNumerics
public import FirthText

/// Words and their vectors: what training makes, files hold and queries ask.
///
/// A value is never changed. Rows of `vectors` follow the vocabulary's order.
///
/// ```swift
/// let embeddings = try Embeddings(contentsOf: "novels.safetensors")
/// embeddings.neighbors(for: "king", maximumCount: 10)
/// embeddings.analogy("man", "king", "woman").matches.first?.word  // "queen"
/// ```
public struct Embeddings: Sendable {
  /// The words, with their counts where they are known.
  public let vocabulary: Vocabulary
  /// The words' vectors: [V × D], in any precision.
  public let vectors: Matrix
  /// The words' vectors as contexts: [V × D]; nil where the model has none.
  public let context: Matrix?
  /// A number for each word; nil where the model has none.
  public let biases: [Float]?
  /// A number for each word as context; nil where the model has none.
  public let contextBiases: [Float]?
  /// The norms that the vectors had before they were made unit vectors: [V]; nil where they were
  /// not, or nobody knows.
  public let originalNorms: [Float]?
  /// Vectors of n-grams, which unseen words get theirs from; nil where the model has none.
  public let subwords: Subwords?
  /// Where the vectors come from: model, options, corpus, loss; values are text or JSON.
  public let metadata: [String: String]
  /// What a native file keeps besides, such as what undoes a change.
  package let attachments: [AttachedBytes]
  /// The file that these were read from; nil for what was made here.
  public let source: VectorFile?
  private let lazySearch: LazySearch

  /// Puts words and vectors together.
  ///
  /// - Precondition: there is a word at least and a dimension at least, and every part has as many
  ///   rows as there are words.
  public init(
    vocabulary: Vocabulary, vectors: Matrix, context: Matrix? = nil, biases: [Float]? = nil,
    contextBiases: [Float]? = nil, originalNorms: [Float]? = nil, metadata: [String: String] = [:]
  ) {
    self.init(
      vocabulary: vocabulary, vectors: vectors, context: context, biases: biases,
      contextBiases: contextBiases, originalNorms: originalNorms, metadata: metadata, source: nil)
  }

  /// Puts together what a file holds; `norms` are the lengths of the rows of `vectors`, where the
  /// file says them.
  init(
    vocabulary: Vocabulary, vectors: Matrix, norms: [Float]? = nil, context: Matrix? = nil,
    biases: [Float]? = nil, contextBiases: [Float]? = nil, originalNorms: [Float]? = nil,
    subwords: Subwords? = nil, metadata: [String: String] = [:],
    attachments: [AttachedBytes] = [], source: VectorFile?
  ) {
    let (rows, columns) = (vocabulary.count, vectors.columns)
    precondition(rows > 0 && columns > 0, "\(rows) words with \(columns) dimensions are no vectors")
    precondition(vectors.rows == rows, "\(rows) words and \(vectors.rows) vectors")
    if let context {
      precondition(
        context.rows == rows && context.columns == columns,
        "\(rows) × \(columns) context vectors needed, \(context.rows) × \(context.columns) given")
    }
    for values in [norms, biases, contextBiases, originalNorms].compactMap(\.self) {
      precondition(values.count == rows, "\(rows) words and \(values.count) biases or norms")
    }
    self.vocabulary = vocabulary
    self.vectors = vectors
    self.context = context
    self.biases = biases
    self.contextBiases = contextBiases
    self.originalNorms = originalNorms
    self.subwords = subwords
    self.metadata = metadata
    self.attachments = attachments
    self.source = source
    lazySearch = LazySearch(vectors, norms: norms)
  }

  /// The same words with other vectors, and with all else as it is but for the n-grams.
  ///
  /// - Precondition: there are as many rows of as many dimensions.
  package func replacing(
    vectors: Matrix, metadata: [String: String], attachments: [AttachedBytes]
  ) -> Embeddings {
    Embeddings(
      vocabulary: vocabulary, vectors: vectors, context: context, biases: biases,
      contextBiases: contextBiases, originalNorms: originalNorms, metadata: metadata,
      attachments: attachments, source: nil)
  }

  /// Finds the rows nearest to a vector; made at the first use, which computes every row's norm
  /// unless the file holds them.
  public var search: any Search { exactSearch }

  /// The exact scan behind `search`, which also knows the norms.
  var exactSearch: ExactSearch { lazySearch.value }
}
