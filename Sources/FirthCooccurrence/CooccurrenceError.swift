/// Why co-occurrences cannot be counted or read.
public enum CooccurrenceError: Error, Equatable, Sendable {
  /// The memory allowed does not hold what counting needs at least.
  case memory(needed: Int, limit: Int)
  /// The disk of the temporary files has too little room.
  case disk(needed: Int, free: Int, folder: String)
  /// A file is not one of co-occurrences, or a damaged one.
  case damaged(path: String, offset: Int, problem: String)
  /// No word has a neighbour.
  case noPairs
  /// The window lies outside what makes sense.
  case window(Int)
  /// A file's format stores places in 32 bits, and the matrix has more.
  case tooLarge(path: String, problem: String)
  /// The counting was asked to stop.
  case stopped
}

extension CooccurrenceError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to change.
  public var description: String {
    switch self {
    case .memory(let needed, let limit):
      "counting pairs needs \(Self.megabytes(needed)) of memory at least, more than the "
        + "\(Self.megabytes(limit)) allowed; allow that much, keep fewer words or use fewer threads"
    case .disk(let needed, let free, let folder):
      "\(folder): the pairs need about \(Self.megabytes(needed)) of disk for temporary files, but "
        + "\(Self.megabytes(free)) are free; free some space, or set TMPDIR to a folder on "
        + "another disk"
    case .damaged(let path, let offset, let problem):
      "\(path): at byte \(offset): \(problem); it is no file of co-occurrences that Firth wrote, "
        + "or a damaged one: write it again with firth cooccurrence"
    case .noPairs:
      "no word has a neighbour, so there are no pairs to count; give more text, a larger window or "
        + "other boundaries"
    case .window(let size):
      "the window is \(size), but must be from 1 to \(ContextWindow.largest)"
    case .tooLarge(let path, let problem): "\(path): \(problem)"
    case .stopped: "stopped; nothing was written"
    }
  }

  private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000)MB" }
}
