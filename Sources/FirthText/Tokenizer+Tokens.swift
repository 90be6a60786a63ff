extension Tokenizer {
  /// The tokens of a text, one `String` each: for a question's words, not for a corpus.
  ///
  /// Tokens of more than `CorpusReport.longestToken` bytes are left out.
  public func tokens(in text: String) -> [String] {
    sentences(in: [Array(text.utf8)], boundary: .none).joined().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The sentences of a text that comes in pieces, each a list of tokens' bytes.
  package func sentences(in pieces: [[UInt8]], boundary: SentenceBoundary) -> [[[UInt8]]] {
    var scanner = TextScanner(tokenizer: self, boundary: boundary)
    var sink = CollectingSink()
    scanner.start(file: "")
    for piece in pieces {
      let padded = piece + [UInt8](repeating: 0, count: TextScanner.padding)
      unsafe padded.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        // The sink keeps all and throws nothing.
        try? unsafe scanner.scan(start, count: piece.count, into: &sink)
      }
    }
    try? scanner.end(into: &sink)
    sink.endSentence()
    return sink.sentences
  }
}

/// Keeps all tokens in memory.
private struct CollectingSink: TokenSink {
  var sentences: [[[UInt8]]] = []
  private var sentence: [[UInt8]] = []

  mutating func take(key: UInt64, count: Int) {
    sentence.append((0..<count).map { UInt8(truncatingIfNeeded: key >> (8 * UInt64($0))) })
  }

  mutating func take(_ start: UnsafePointer<UInt8>, count: Int) {
    sentence.append(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  }

  mutating func endSentence() {
    if !sentence.isEmpty { sentences.append(sentence) }
    sentence = []
  }
}
