/// Where and how often a run writes checkpoints.
public struct Checkpoints: Sendable {
  /// The file; each checkpoint takes the place of the one before.
  public let path: String
  /// Seconds between two checkpoints; nil for one only when the run is asked to stop.
  public let interval: Double?
  /// Whether the run goes on from the file, if it is there.
  public let resumes: Bool

  /// Checkpoints in a file.
  public init(path: String, interval: Double?, resumes: Bool = false) {
    self.path = path
    self.interval = interval
    self.resumes = resumes
  }
}
