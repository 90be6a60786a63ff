import Firth
import FirthCommands
import Testing

struct ExitStatusTests {
  @Test("each error has its status")
  func statuses() {
    let expected: [(any Error, FirthCommands.ExitStatus)] = [
      (FileError.missing(path: "a"), .noInput),
      (FileError.unreadable(path: "a", reason: ""), .noInput),
      (FileError.unwritable(path: "a", reason: ""), .noOutput),
      (FileError.diskFull(path: "a"), .noOutput),
      (CorpusError.noWords, .badData),
      (CorpusError.memory(needed: 2, limit: 1, distinctWords: 1, isEstimate: true), .outOfResource),
      (FormatError.unrecognized(path: "a"), .badData),
      (FormatError.memory(path: "a", rows: 1, columns: 1), .outOfResource),
      (TrainingError.invalidOption(name: "a", value: "b", allowed: "c"), .usage),
      (CancellationError(), .failure),
    ]
    for (error, status) in expected {
      #expect(FirthCommands.ExitStatus(of: error) == status, "\(error)")
    }
  }
}
