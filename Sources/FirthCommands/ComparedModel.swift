internal import ArgumentParser
internal import Firth

/// One configuration of a comparison.
struct ComparedModel {
  /// What is trained.
  enum Trainer {
    case word2vec(Word2Vec)
    case glove(GloVe, ContextWindow)
  }

  let name: String
  let trainer: Trainer

  /// The three trainers as they are without options.
  static let usual: [ComparedModel] = [
    ComparedModel(name: "skipgram", trainer: .word2vec(Word2Vec(.skipGram))),
    ComparedModel(name: "cbow", trainer: .word2vec(Word2Vec(.cbow))),
    ComparedModel(name: "glove", trainer: .glove(GloVe(), ContextWindow())),
  ]

  /// What is the same for all, and so is an option of the comparison, or makes no sense in it.
  private static let foreign: Set<String> = [
    "--tokenizer", "--min-count", "--max-vocabulary", "--memory", "--boundary", "--output", "-o",
    "--to", "--seed", "--threads", "--init", "--freeze", "--validation", "--patience",
    "--checkpoint-every", "--resume", "--log", "--quiet", "-q", "--json", "--cooccurrence",
    "--phrases", "--vocabulary", "--keep",
  ]

  /// Reads configurations, one a line: `name: trainer options`, as `firth train` takes them.
  ///
  /// - Throws: `FileError`, `CorpusError`, `EvaluationError` for a line that is none.
  static func read(_ path: String) throws -> [ComparedModel] {
    var models: [ComparedModel] = []
    var lines = try LineBlocks(path)
    while let block = try lines.next() {
      for line in block where line.text.first != "#" {
        func invalid(_ expected: String, _ found: String) -> EvaluationError {
          .invalid(
            path: LineBlocks.name(path), line: line.number, expected: expected, found: found)
        }
        let words = line.text.split(whereSeparator: \.isWhitespace).map(String.init)
        let isNamed = words[0].hasSuffix(":")
        let arguments = isNamed ? Array(words.dropFirst()) : words
        let name = isNamed ? String(words[0].dropLast()) : words.joined(separator: " ")
        let options = arguments.dropFirst()
        if let option = options.first(where: { option in
          foreign.contains(String(option.prefix { $0 != "=" }))
        }) {
          throw invalid("options of the model alone", "\(option), which is the same for all")
        }
        guard !models.contains(where: { $0.name == name }) else {
          throw invalid("a name of its own", "\(name) once more")
        }
        do {
          guard let trainer = try Self.trainer(arguments.first ?? "", Array(options)) else {
            throw invalid("skipgram, cbow or glove with options", arguments.first ?? "nothing")
          }
          models.append(ComparedModel(name: name, trainer: trainer))
        } catch let error where !(error is EvaluationError) {
          throw invalid("options of firth train", FirthCommand.message(for: error))
        }
      }
    }
    guard !models.isEmpty else {
      throw EvaluationError.noQuestions(
        path: LineBlocks.name(path), expected: "lines such as \"name: skipgram --window 5\"")
    }
    return models
  }

  /// A trainer as its command would take it.
  private static func trainer(_ name: String, _ options: [String]) throws -> Trainer? {
    let arguments = ["corpus", "--output", "vectors.safetensors"] + options
    switch name {
    case "skipgram": return .word2vec(try SkipGramCommand.parse(arguments).model)
    case "cbow": return .word2vec(try CBOWCommand.parse(arguments).model)
    case "glove":
      let parsed = try GloVeCommand.parse(arguments).options
      return .glove(parsed.model, parsed.window.window)
    default: return nil
    }
  }
}
