import Testing

/// The whole help text of each command, so that a change to it is seen and meant.
struct HelpTests {
  @Test("help texts are as stored", arguments: HelpText.all.keys.sorted())
  func help(command: String) throws {
    let arguments = command.split(separator: " ").map(String.init)
    let run = try FirthProgram.run(arguments + ["--help"], in: TemporaryFolder())
    #expect(run.status == 0)
    #expect(run.output == HelpText.all[command])
  }
}
