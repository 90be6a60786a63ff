internal import Firth
internal import Foundation
internal import Synchronization

/// `--log`: one JSON object a line, for each epoch, every few seconds, and at the end.
final class TrainingLog: Sendable {
  /// A line of the log.
  struct Record: Codable {
    /// `progress`, `epoch` or `end`.
    let event: String
    /// When it was written, ISO 8601.
    let time: String
    /// Seconds since training began or went on.
    let seconds: Double
    let epoch: Int
    /// What tokens below are: words, or cells of a co-occurrence matrix.
    let unit: String
    /// Tokens trained since the start of the run, over all epochs.
    let tokens: Int
    /// For an epoch, the tokens trained in it.
    let epochTokens: Int?
    /// The tokens of the corpus: what an epoch should train.
    let corpusTokens: Int
    /// Pairs trained since the start of the run.
    let pairs: Double
    let wordsPerSecond: Double
    /// For an epoch its mean loss per trained pair, else that of the latest chunks.
    let loss: Double?
    let validationLoss: Double?
    let learningRate: Double
  }

  private let path: String
  private let hasValidation: Bool
  private let state: Mutex<State>

  private struct State: Sendable {
    let file: FileHandle
    var epochs = 0
    var last = 0.0
    var failure: FileError?
  }

  /// Seconds between two lines of progress.
  private static let interval = 5.0

  /// Opens the file.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - appends: Whether what stands in it stays.
  ///   - hasValidation: Whether the loss of text held out comes after each epoch.
  /// - Throws: `FileError` when it cannot be written.
  init(_ path: String, appends: Bool, hasValidation: Bool) throws {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC)
    let descriptor = unsafe open(path, flags, 0o666)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    self.path = path
    self.hasValidation = hasValidation
    state = Mutex(State(file: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)))
  }

  /// Writes what is new.
  func show(_ progress: TrainingProgress) {
    state.withLock { state in
      let first = max(state.epochs, progress.epochsBefore)
      state.epochs = max(first, progress.reportedEpochs(hasValidation: hasValidation))
      for epoch in first..<state.epochs {
        write("epoch", progress, epoch: epoch, &state)
      }
      if progress.seconds >= state.last + Self.interval {
        state.last = progress.seconds
        write("progress", progress, epoch: nil, &state)
      }
    }
  }

  /// Writes the last line.
  func end(_ progress: TrainingProgress) {
    show(progress)
    state.withLock { write("end", progress, epoch: nil, &$0) }
  }

  /// Says whether a line could not be written: not before the vectors are, which are worth more.
  ///
  /// - Throws: `FileError`.
  func check() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func write(
    _ event: String, _ progress: TrainingProgress, epoch: Int?, _ state: inout State
  ) {
    let loss = epoch.map { progress.epochLosses[$0] } ?? progress.loss
    let validation = epoch.map { progress.validationLosses.dropFirst($0).first }
    let record = Record(
      event: event, time: Date.now.formatted(.iso8601), seconds: progress.seconds,
      epoch: epoch.map { $0 + 1 } ?? progress.epoch,
      unit: progress.unit.rawValue,
      tokens: epoch.map { progress.epochTokens[...$0].reduce(0, +) } ?? progress.tokens,
      epochTokens: epoch.map { progress.epochTokens[$0] },
      corpusTokens: progress.totalTokens / progress.epochs,
      pairs: progress.pairs, wordsPerSecond: progress.wordsPerSecond,
      loss: loss.isFinite ? loss : nil,
      validationLoss: validation ?? progress.validationLosses.last,
      learningRate: progress.learningRate)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      try state.file.write(contentsOf: encoder.encode(record) + Data("\n".utf8))
    } catch {
      state.failure = .unwritable(path: path, reason: "\(error.localizedDescription)")
    }
  }
}
