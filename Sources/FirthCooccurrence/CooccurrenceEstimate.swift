import FirthFiles

/// What a counting will find and take, before it begins.
public struct CooccurrenceEstimate: Equatable, Sendable {
  /// The cells to be stored, rather too many than too few.
  public let cells: Int
  /// The bytes of temporary files.
  public let bytes: Int

  /// An estimate.
  public init(cells: Int, bytes: Int) {
    self.cells = cells
    self.bytes = bytes
  }

  /// Checks that the disk has room.
  ///
  /// - Throws: `CooccurrenceError.disk`.
  public func check() throws(CooccurrenceError) {
    let folder = TemporaryFile.folder
    if let free = FreeSpace.bytes(in: folder), free < bytes {
      throw .disk(needed: bytes, free: free, folder: folder)
    }
  }
}
