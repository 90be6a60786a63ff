/// Reads a query expression by recursive descent: sums of products of words, numbers, parentheses.
struct QueryParser {
  private let characters: [Character]
  private let concepts: Set<String>
  private var moves: [QueryExpression.Move] = []
  private var position = 0
  private var depth = 0

  /// Nesting beyond this is refused, so that no input exhausts the stack.
  private static let deepest = 100

  init(_ text: String, concepts: Set<String>) {
    characters = Array(text)
    self.concepts = concepts
  }

  mutating func parse() throws(QueryError) -> ([WeightedWord], [QueryExpression.Move]) {
    skipSpace()
    guard position < characters.count else { throw error("the expression is empty; name a word") }
    let sum = try parseSum()
    if position < characters.count { throw error("there is no '(' for this ')'; remove it") }
    for term in sum.terms where !term.weight.isFinite {
      throw error("the weight of '\(term.word)' is too large; use smaller numbers")
    }
    return (sum.terms.map { WeightedWord($0.word, weight: $0.weight) }, moves)
  }

  private mutating func parseSum() throws(QueryError) -> WeightedWords {
    let start = place
    guard case .words(var sum) = try parseProduct() else {
      throw error("a concept changes the words before it; begin with a word", at: start)
    }
    while let operation = peek, operation != ")" {
      if operation == "~" {
        try parseNeutral()
        continue
      }
      guard let sign = Self.sign(operation) else {
        throw error("'+' or '-' is missing here; put a word that holds spaces in quotes")
      }
      position += 1
      let start = place
      switch try parseProduct() {
      case .words(let words):
        guard moves.isEmpty || depth > 0 else {
          throw error("words stand before the concepts; write this one further left", at: start)
        }
        sum.add(words, times: sign)
      case .concept(let name, let weight):
        try checkDepth(at: start)
        let strength = sign * (weight ?? 1)
        guard strength.isFinite else {
          throw error("the weight of '\(name)' is too large; use smaller numbers", at: start)
        }
        moves.append(
          weight == nil && sign < 0 ? .remove(name) : .add(name, strength: strength))
      }
    }
    return sum
  }

  private mutating func parseNeutral() throws(QueryError) {
    position += 1
    let start = place
    guard case .concept(let name, nil) = try parseProduct() else {
      throw error("'~' takes the name of a concept; give its file with --concept", at: start)
    }
    try checkDepth(at: start)
    moves.append(.neutral(name))
  }

  private func checkDepth(at place: Int) throws(QueryError) {
    guard depth == 0 else {
      throw error("a concept stands outside of parentheses; write it after them", at: place)
    }
  }

  private enum Product {
    case words(WeightedWords)
    /// The weight is nil where none is written.
    case concept(String, Double?)
  }

  /// A product of numbers and at most one word, concept or sum; a lone number is a word.
  private mutating func parseProduct() throws(QueryError) -> Product {
    skipSpace()
    let start = position
    var concept: (name: String, sign: Double)?
    var (weight, words, numbers) = (1.0, WeightedWords?.none, [String]())
    repeat {
      skipSpace()
      let place = position
      switch try parseFactor() {
      case .number(let value, let text, let sign):
        weight *= value * sign
        numbers.append(text)
        // A lone number is a word, and then only its sign is a weight.
        if numbers.count == 1, words == nil, peek != "*" {
          return .words(WeightedWords(text, weight: sign))
        }
      case .words(let factor):
        guard words == nil, concept == nil else {
          throw error("two vectors have no product; one side of '*' must be a number", at: place)
        }
        words = factor
      case .concept(let name, let sign):
        guard words == nil, concept == nil else {
          throw error("two vectors have no product; one side of '*' must be a number", at: place)
        }
        concept = (name, sign)
      }
    } while take("*")
    if let concept {
      let isPlain = numbers.isEmpty && concept.sign == 1
      return .concept(concept.name, isPlain ? nil : weight * concept.sign)
    }
    guard var words else {
      throw error(
        "only numbers are multiplied here; put a number that is a word in quotes", at: start)
    }
    words.scale(by: weight)
    return .words(words)
  }

  private enum Factor {
    case number(Double, text: String, sign: Double)
    case words(WeightedWords)
    case concept(String, sign: Double)
  }

  private mutating func parseFactor() throws(QueryError) -> Factor {
    var sign = 1.0
    while let next = peek, let factor = Self.sign(next) {
      sign *= factor
      position += 1
    }
    guard let next = peek else { throw error("the expression ends where a word is missing") }
    switch next {
    case "(":
      return .words(try parseParentheses().scaled(by: sign))
    case "'", "\"":
      return .words(WeightedWords(try parseQuoted(next), weight: sign))
    case "*", ")":
      throw error("a word is missing before '\(next)'; put a word that holds '\(next)' in quotes")
    default:
      let word = parseBare()
      if concepts.contains(word) { return .concept(word, sign: sign) }
      if let number = Self.number(word) { return .number(number, text: word, sign: sign) }
      return .words(WeightedWords(word, weight: sign))
    }
  }

  private mutating func parseParentheses() throws(QueryError) -> WeightedWords {
    let start = position
    guard depth < Self.deepest else {
      throw error("parentheses are nested more than \(Self.deepest) deep; use fewer")
    }
    depth += 1
    position += 1
    let sum = try parseSum()
    guard take(")") else { throw error("there is no ')' for this '('; add it", at: start) }
    depth -= 1
    return sum
  }

  private mutating func parseQuoted(_ quote: Character) throws(QueryError) -> String {
    let start = position
    var word = ""
    position += 1
    while position < characters.count {
      var character = characters[position]
      position += 1
      if character == quote {
        guard !word.isEmpty else { throw error("there is no word in the quotes", at: start) }
        return word
      }
      if character == "\\", position < characters.count {
        character = characters[position]
        position += 1
      }
      word.append(character)
    }
    throw error("there is no closing \(quote) for this one; add it", at: start)
  }

  private mutating func parseBare() -> String {
    let start = position
    while position < characters.count, !Self.endsWord(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }

  private static func endsWord(_ character: Character) -> Bool {
    character.isWhitespace || "*()\u{2212}".contains(character)
  }

  private static func sign(_ character: Character) -> Double? {
    switch character {
    case "+": 1
    case "-", "\u{2212}": -1
    default: nil
    }
  }

  /// The value of a decimal number; nil for anything else, `nan` and `inf` too.
  private static func number(_ word: String) -> Double? {
    guard let first = word.first, first == "." || ("0"..."9").contains(first) else { return nil }
    guard word.allSatisfy({ "0123456789.eE+-".contains($0) }) else { return nil }
    return Double(word)
  }

  /// Where the next character that is no white space is.
  private var place: Int {
    mutating get {
      skipSpace()
      return position
    }
  }

  /// The next character that is no white space; nil at the end.
  private var peek: Character? {
    mutating get {
      skipSpace()
      return position < characters.count ? characters[position] : nil
    }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard peek == character else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private func error(_ problem: String, at place: Int? = nil) -> QueryError {
    QueryError(column: (place ?? position) + 1, problem: problem)
  }
}

/// Words with weights, each word once.
struct WeightedWords {
  private(set) var terms: [(word: String, weight: Double)] = []
  /// By bytes: strings are equal already when they are canonically equivalent, words are not.
  private var places: [[UInt8]: Int] = [:]

  init(_ word: String, weight: Double) {
    terms = [(word, weight)]
    places = [Array(word.utf8): 0]
  }

  mutating func add(_ other: WeightedWords, times factor: Double) {
    for (word, weight) in other.terms {
      let key = Array(word.utf8)
      if let place = places[key] {
        terms[place].weight += weight * factor
      } else {
        places[key] = terms.count
        terms.append((word, weight * factor))
      }
    }
  }

  mutating func scale(by factor: Double) {
    for index in terms.indices { terms[index].weight *= factor }
  }

  func scaled(by factor: Double) -> WeightedWords {
    var result = self
    result.scale(by: factor)
    return result
  }
}
