internal import ArgumentParser
internal import Firth
internal import Foundation

/// The `firth` program.
public enum Program {
  /// The version that `firth --version` prints.
  public static let version = firthVersion

  /// Runs the command line and ends the process with its exit status.
  public static func run() -> Never {
    // A reader that goes away (`| head`) ends the program in silence, whatever was inherited.
    signal(SIGPIPE, SIG_DFL)
    BLAS.endIdleThreads()
    do {
      var command = try FirthCommand.parseAsRoot()
      try command.run()
      exit(ExitStatus.success.rawValue)
    } catch {
      guard let status = ExitStatus(of: error) else { FirthCommand.exit(withError: error) }
      Console.note("\(error)")
      exit(status.rawValue)
    }
  }
}

/// The root of all subcommands.
struct FirthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "firth",
    abstract: "Trains word embeddings on text and answers questions with them.",
    discussion: """
      Results go to standard output, progress and notes to standard error. Exit status: 0 success, \
      1 other failure, 2 no word of a question is known, 64 wrong usage, 65 bad data, 66 input \
      missing or unreadable, 69 out of memory allowed, 73 output cannot be written.
      """,
    version: Program.version,
    subcommands: [
      TrainCommand.self, SimilarCommand.self, AnalogyCommand.self, QueryCommand.self,
      SimilarityCommand.self, OddCommand.self, WhyCommand.self, EvaluateCommand.self,
      CompareCommand.self, StabilityCommand.self, InfoCommand.self, ConvertCommand.self,
      ConceptCommand.self, TransformCommand.self, AlignCommand.self, DriftCommand.self,
      RetrofitCommand.self, SentenceCommand.self, CheckCommand.self, PhrasesCommand.self,
      VocabularyCommand.self, CooccurrenceCommand.self,
    ])
}
