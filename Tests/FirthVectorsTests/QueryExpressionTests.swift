import FirthTestSupport
import FirthVectors
import Testing

@Suite("Query expressions")
struct QueryExpressionTests {
  @Test(
    "an expression is a sum of weighted words",
    arguments: [
      ("king", [("king", 1)]),
      ("king - man + woman", [("king", 1), ("man", -1), ("woman", 1)]),
      ("king − man + woman", [("king", 1), ("man", -1), ("woman", 1)]),
      ("king−man", [("king", 1), ("man", -1)]),
      ("well-known + don't", [("well-known", 1), ("don't", 1)]),
      ("king-man+woman", [("king-man+woman", 1)]),
      ("c++ + 'a+b'", [("c++", 1), ("a+b", 1)]),
      ("'new york' - \"it's\"", [("new york", 1), ("it's", -1)]),
      ("'a'+'b'-'c'", [("a", 1), ("b", 1), ("c", -1)]),
      ("'it\\'s \\\\'", [("it's \\", 1)]),
      ("0.5*king + queen*2", [("king", 0.5), ("queen", 2)]),
      ("2*3*king*.5", [("king", 3)]),
      ("-king", [("king", -1)]), ("- -king", [("king", 1)]), ("-2*-king", [("king", 2)]),
      ("2*(king - man) + woman", [("king", 2), ("man", -2), ("woman", 1)]),
      ("-(a + b)*2", [("a", -2), ("b", -2)]), ("a-(b)", [("a-", 1)]),
      ("king + king", [("king", 2)]), ("king - king", [("king", 0)]),
      ("king - 1984", [("king", 1), ("1984", -1)]), ("(2)*3", [("2", 3)]), ("-7", [("7", -1)]),
      ("2*'3'", [("3", 2)]), ("nan*2", [("nan", 2)]), ("1e1*a", [("a", 10)]),
      ("  a  *  2  ", [("a", 2)]),
    ] as [(String, [(String, Double)])])
  func parsed(text: String, terms: [(String, Double)]) throws {
    if text == "a-(b)" {
      // The bare word ends at the parenthesis, and then an operator is missing.
      #expect(throws: QueryError.self) { try QueryExpression(text) }
      return
    }
    let parsed = try QueryExpression(text).terms
    #expect(parsed.map(\.word) == terms.map(\.0))
    #expect(parsed.map(\.weight) == terms.map(\.1))
  }

  @Test(
    "a mistake is shown by its column",
    arguments: [
      ("", 1, "the expression is empty; name a word"),
      ("   ", 4, "the expression is empty; name a word"),
      ("king +", 7, "the expression ends where a word is missing"),
      ("king queen", 6, "'+' or '-' is missing here; put a word that holds spaces in quotes"),
      ("2 king", 3, "'+' or '-' is missing here; put a word that holds spaces in quotes"),
      ("(king", 1, "there is no ')' for this '('; add it"),
      ("king)", 5, "there is no '(' for this ')'; remove it"),
      ("()", 2, "a word is missing before ')'; put a word that holds ')' in quotes"),
      ("king * queen", 8, "two vectors have no product; one side of '*' must be a number"),
      ("a + 2*3", 5, "only numbers are multiplied here; put a number that is a word in quotes"),
      ("*king", 1, "a word is missing before '*'; put a word that holds '*' in quotes"),
      ("a + 'king", 5, "there is no closing ' for this one; add it"),
      ("''", 1, "there is no word in the quotes"),
      ("1e300*1e300*a", 14, "the weight of 'a' is too large; use smaller numbers"),
    ])
  func mistakes(text: String, column: Int, problem: String) {
    #expect {
      try QueryExpression(text)
    } throws: { error in
      let error = error as? QueryError
      return error?.column == column && error?.problem == problem
    }
  }

  @Test(
    "a concept's name stands for what it does to the words before it",
    arguments: [
      ("king - gender", [.remove("gender")]), ("king ~ gender", [.neutral("gender")]),
      ("king + gender", [.add("gender", strength: 1)]),
      ("king − 1.5*gender", [.add("gender", strength: -1.5)]),
      ("king + gender*2*2", [.add("gender", strength: 4)]),
      ("king - -gender", [.add("gender", strength: 1)]),
      ("(king - man) - gender ~ age", [.remove("gender"), .neutral("age")]),
      ("king - 'gender'", []), ("king + gendered", []),
    ] as [(String, [QueryExpression.Move])])
  func concepts(text: String, moves: [QueryExpression.Move]) throws {
    let parsed = try QueryExpression(text, concepts: ["gender", "age"])
    #expect(parsed.moves == moves)
    #expect(parsed.terms.first == WeightedWord("king"))
  }

  @Test(
    "a concept out of place is shown by its column",
    arguments: [
      ("gender", 1, "a concept changes the words before it; begin with a word"),
      ("king - gender + man", 17, "words stand before the concepts; write this one further left"),
      ("king + (man - gender)", 15, "a concept stands outside of parentheses; write it after them"),
      ("king ~ man", 8, "'~' takes the name of a concept; give its file with --concept"),
      ("king ~ 2*gender", 8, "'~' takes the name of a concept; give its file with --concept"),
      ("king + gender*man", 15, "two vectors have no product; one side of '*' must be a number"),
      ("king ~", 7, "the expression ends where a word is missing"),
      (
        "king + 1e300*1e300*gender", 8,
        "the weight of 'gender' is too large; use smaller numbers"
      ),
    ])
  func misplaced(text: String, column: Int, problem: String) {
    #expect {
      try QueryExpression(text, concepts: ["gender"])
    } throws: { error in
      let error = error as? QueryError
      return error?.column == column && error?.problem == problem
    }
  }

  @Test("deep nesting is refused and not a crash")
  func deep() throws {
    let open = String(repeating: "(", count: 100_000)
    #expect(throws: QueryError.self) { try QueryExpression(open + "a") }
    let (left, right) = (String(repeating: "(", count: 99), String(repeating: ")", count: 99))
    #expect(try QueryExpression(left + "a" + right).terms.count == 1)
  }

  @Test("random text gives terms or an error and never a crash", arguments: 0..<20)
  func fuzz(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let length = Int.random(in: 0...12, using: &random)
      let text = String(
        (0..<length).map { _ in "ab2 .+-−*()'\"\\é\n".randomElement(using: &random) ?? "a" })
      if let terms = try? QueryExpression(text).terms {
        #expect(!terms.isEmpty && terms.allSatisfy { $0.weight.isFinite && !$0.word.isEmpty })
      }
    }
  }
}
