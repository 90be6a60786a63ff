internal import Firth
internal import Foundation
internal import Synchronization

extension TrainingProgress {
  /// The epochs of which all is known: the loss of text held out comes a little later.
  func reportedEpochs(hasValidation: Bool) -> Int {
    hasValidation ? min(epochLosses.count, validationLosses.count) : epochLosses.count
  }
}

/// Progress on standard error: one line that is written over on a terminal, else a line every few
/// seconds.
final class ProgressDisplay: Sendable {
  private let isQuiet: Bool
  private let isTerminal: Bool
  /// Whether the loss of text held out comes after each epoch.
  private let hasValidation: Bool
  private let state = Mutex(State())

  private struct State {
    var lastLine = Date()
    var isLineOpen = false
    var epochsShown = 0
    var losses: [Double] = []
  }

  /// Seconds between two lines where standard error is no terminal.
  private static let interval = 5.0
  /// Seconds at least before a line is written over.
  private static let frame = 0.1

  init(isQuiet: Bool, hasValidation: Bool = false) {
    self.isQuiet = isQuiet
    self.hasValidation = hasValidation
    isTerminal = Console.isTerminal
  }

  /// The mean loss of each finished epoch.
  var losses: [Double] { state.withLock { $0.losses } }

  /// Shows how far the reading has come.
  func show(_ progress: EncodingProgress) {
    var fields: [String] = ["reading"]
    if let total = progress.bytesTotal, total > 0 {
      fields.append(Self.bar(Double(progress.bytesRead) / Double(total)))
    } else {
      fields.append(ByteSize.text(progress.bytesRead))
    }
    fields.append("\(Self.short(Double(progress.tokens))) tokens")
    fields.append("\(Self.short(Double(progress.distinctWords))) words")
    show(fields.joined(separator: "  "))
  }

  /// Shows how far the counting of pairs has come.
  func show(_ progress: CooccurrenceProgress) {
    show(
      [
        progress.stage.rawValue, Self.bar(progress.fraction),
        "\(Self.short(Double(progress.cells))) cells",
      ].joined(separator: "  "))
  }

  /// Shows how far the reading of lines has come.
  func show(_ report: SentenceReport, ofBytes total: Int?) {
    show(
      [
        "reading",
        total.map { Self.bar(Double(report.bytes) / Double(max($0, 1))) }
          ?? ByteSize.text(report.bytes),
        "\(Self.short(Double(report.lines))) lines",
      ].joined(separator: "  "))
  }

  /// Shows what part of the cells is arranged.
  func show(arranged part: Double) { show("arranging  " + Self.bar(part)) }

  /// Shows how far the training has come.
  func show(_ progress: TrainingProgress) {
    let finished = state.withLock { state in
      state.losses = progress.epochLosses
      let first = max(state.epochsShown, progress.epochsBefore)
      state.epochsShown = max(first, progress.reportedEpochs(hasValidation: hasValidation))
      return first..<state.epochsShown
    }
    for epoch in finished {
      let held = progress.validationLosses.dropFirst(epoch).first.map {
        ", of the validation text \(Self.decimal($0, 4))"
      }
      note(
        "epoch \(epoch + 1) of \(progress.epochs): loss "
          + Self.decimal(progress.epochLosses[epoch], 4) + (held ?? ""))
    }
    guard progress.tokens < progress.totalTokens else { return }
    let fields = [
      "epoch \(progress.epoch)/\(progress.epochs)",
      Self.bar(Double(progress.tokens) / Double(max(progress.totalTokens, 1))),
      "\(Self.short(progress.wordsPerSecond)) \(progress.unit.rawValue)/s",
      "loss \(Self.decimal(progress.loss, 4))",
      "rate \(Self.decimal(progress.learningRate, 5))",
      "\(Self.duration(progress.secondsLeft)) left",
    ]
    show(fields.joined(separator: "  "))
  }

  /// Writes a line that stays.
  func note(_ line: String) {
    guard !isQuiet else { return }
    close()
    Console.progress(line + "\n")
  }

  /// Takes the unfinished line away.
  func close() {
    let wasOpen = state.withLock { state in
      defer { state.isLineOpen = false }
      return state.isLineOpen
    }
    if wasOpen { Console.progress("\r\u{1B}[K") }
  }

  private func show(_ line: String) {
    guard !isQuiet else { return }
    let now = Date()
    let interval = isTerminal ? Self.frame : Self.interval
    let isDue = state.withLock { state in
      guard now.timeIntervalSince(state.lastLine) >= interval else { return false }
      state.lastLine = now
      state.isLineOpen = isTerminal
      return true
    }
    guard isDue else { return }
    Console.progress(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
  }

  private static func bar(_ part: Double) -> String {
    let width = 16
    let part = min(max(part, 0), 1)
    let full = Int(part * Double(width))
    let percent = "\(Int(part * 100))%"
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
      + String(repeating: " ", count: 5 - percent.count) + percent
  }

  /// A number with three digits or so: 734k, 1.25M.
  static func short(_ number: Double) -> String {
    for (unit, factor) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where number >= factor {
      let value = number / factor
      return decimal(value, value < 10 ? 2 : value < 100 ? 1 : 0) + unit
    }
    return number.isFinite ? decimal(number, 0) : "?"
  }

  /// A number with so many decimals; what rounds to zero has no sign.
  static func decimal(_ number: Double, _ places: Int) -> String {
    guard number.isFinite else { return "–" }
    let text = String(format: "%.\(places)f", number)
    return text.contains { ("1"..."9").contains($0) } ? text : text.replacing("-", with: "")
  }

  /// A time such as 8.3 s, 1:05, 2:00:01.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    if seconds < 60 { return decimal(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
