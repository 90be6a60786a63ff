internal import ArgumentParser

/// How a table is written.
struct TableOptions: ParsableArguments {
  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Write tables in Markdown.")
  var markdown = false

  var style: TextTable.Style { markdown ? .markdown : .plain }

  mutating func validate() throws {
    guard !(json && markdown) else { throw ValidationError("Give --json or --markdown, not both.") }
  }
}
