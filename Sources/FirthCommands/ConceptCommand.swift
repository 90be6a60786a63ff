internal import ArgumentParser
internal import Firth
internal import Foundation

/// `firth concept` and what its parts share.
struct ConceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concept",
    abstract: "Finds concepts in vectors, measures words by them, takes them away and adds them.",
    discussion: """
      A concept is a direction, or a few, that examples show: gender from man and woman, king and \
      queen. In firth query, a concept's name stands for it: "king - gender", "nurse ~ gender", \
      "actor + 1.5*gender".
      """,
    subcommands: [
      ConceptMakeCommand.self, ConceptScoreCommand.self, ConceptRemoveCommand.self,
      ConceptAddCommand.self, ConceptNeutralCommand.self, ConceptEqualizeCommand.self,
      ConceptReportCommand.self,
    ])
}

/// Reads the words of concepts from files.
enum ConceptWords {
  /// One word a line, which may hold spaces.
  static func list(_ path: String) throws -> [String] {
    try lines(path).map { trimmed($0.text) }
  }

  /// Two words a line, or more where a line is a set.
  static func sets(_ path: String, most: Int = .max) throws -> [[String]] {
    try lines(path).map { line in
      let words = fields(line.text)
      guard words.count >= 2, words.count <= most else {
        throw ConceptError.line(
          path: path, line: line.number,
          expected: most == 2
            ? "two words, with a tab, comma or space between them"
            : "two words or more, with tabs, commas or spaces between them")
      }
      return words
    }
  }

  /// A word and its label a line, as groups in the order in which the labels appear.
  static func labelled(_ path: String) throws -> ConceptExamples {
    var (names, words): ([String], [String: [String]]) = ([], [:])
    for line in try lines(path) {
      let fields = fields(line.text)
      guard fields.count == 2 else {
        throw ConceptError.line(
          path: path, line: line.number,
          expected: "a word and its label, with a tab, comma or space between them")
      }
      if words[fields[1]] == nil { names.append(fields[1]) }
      words[fields[1], default: []].append(fields[0])
    }
    return ConceptExamples(groups: names.map { ConceptExamples.Group($0, words[$0] ?? []) })
  }

  /// Lines of a name, a colon and words.
  static func named(_ path: String) throws -> [ConceptExamples.Group] {
    try lines(path).map { line in
      let parts = line.text.split(separator: ":", maxSplits: 1)
      let words = parts.count == 2 ? fields(String(parts[1])) : []
      guard let name = parts.first, !words.isEmpty else {
        throw ConceptError.line(
          path: path, line: line.number, expected: "a name, a colon, and words")
      }
      return ConceptExamples.Group(trimmed(String(name)), words)
    }
  }

  private static func lines(_ path: String) throws -> [LineBlocks.Line] {
    var all: [LineBlocks.Line] = []
    var blocks = try LineBlocks(path)
    while let block = try blocks.next() { all += block }
    return all
  }

  /// What stands between tabs, else between commas, else between spaces.
  private static func fields(_ line: String) -> [String] {
    guard line.contains(","), !line.contains("\t") else { return Questioner.parts(line) }
    return line.split(separator: ",").map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
