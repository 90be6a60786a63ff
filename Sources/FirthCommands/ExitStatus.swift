internal import ArgumentParser
internal import Firth

/// How the program ends, after BSD's sysexits.h where that has a word for it.
package enum ExitStatus: Int32 {
  case success = 0
  case failure = 1
  /// No word of a question is known, or one of an analogy's three is not.
  case unknownWords = 2
  case usage = 64
  case badData = 65
  case noInput = 66
  case outOfResource = 69
  case noOutput = 73
  /// Ended by SIGINT or SIGTERM: 128 and the signal's number, as shells have it.
  case interrupted = 130
  case terminated = 143

  /// The status for an error; nil for those of the argument parser, which knows its own.
  package init?(of error: any Error) {
    switch error {
    case let error as FileError:
      switch error {
      case .missing, .unreadable: self = .noInput
      case .unwritable, .diskFull: self = .noOutput
      }
    case let error as CorpusError:
      switch error {
      case .memory, .phraseMemory: self = .outOfResource
      default: self = .badData
      }
    case let error as CooccurrenceError:
      switch error {
      case .memory, .disk: self = .outOfResource
      case .damaged, .noPairs, .tooLarge: self = .badData
      case .window: self = .usage
      case .stopped: self = .failure
      }
    case let error as FormatError:
      switch error {
      case .unknownExtension: self = .usage
      case .memory: self = .outOfResource
      default: self = .badData
      }
    case let error as ConversionError:
      if case .noNorms = error { self = .usage } else { self = .badData }
    case let error as TrainingError:
      switch error {
      case .invalidOption: self = .usage
      case .tooFewWords, .unknownIsAWord, .otherDimensions, .notACheckpoint, .otherCheckpoint:
        self = .badData
      case .diverged, .unstable, .stopped: self = .failure
      }
    case let error as AlignmentError:
      if case .dictionary = error { self = .badData } else { self = .failure }
    case let error as ConceptError:
      switch error {
      case .line, .notAConcept, .damaged, .tooFewExamples, .noDifference: self = .badData
      case .needsPairs, .rank, .rankOfLEACE, .otherDimensions, .notTwoGroups, .equalizeByLEACE,
        .nothingToUndo, .otherChange:
        self = .usage
      }
    case is EvaluationError, is SentenceError: self = .badData
    case is QueryError, is UsageError, is TransformError: self = .usage
    case is MemoryError: self = .outOfResource
    case let error as InterruptionError: self = error.status
    case is ExitCode, is ValidationError, is CleanExit: return nil
    default:
      // The parser's own errors are not public; this module's and the libraries' describe themselves.
      if String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") { return nil }
      self = .failure
    }
  }
}

/// Arguments that make no sense together; the parser sees each of them alone.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
