import FirthNumerics
import Synchronization

/// The threads of a GloVe run and what each of them works with.
///
/// Unchecked: a worker is used by its own thread, and between two strata by none.
@safe
final class GloVeTeam: @unchecked Sendable {
  /// What a tile gave.
  struct Tile: Sendable {
    var loss = 0.0
    var largest: Float = 0
    var cells = 0
  }

  private let run: GloVeRun
  private let workers: [GloVeWorker]

  init(_ run: GloVeRun, threads: Int) {
    self.run = run
    workers = (0..<min(threads, run.matrix.tiling.bands)).map { _ in GloVeWorker(run) }
  }

  /// Trains the tiles of a stratum, the threads taking one after the other.
  ///
  /// - Returns: What each tile gave.
  /// - Throws: `FileError` when the disk fails.
  func train(
    _ tiles: [(row: Int, column: Int)], epoch: Int, bound: Float, tick: () -> Void
  ) throws -> [Tile] {
    let results = StratumResults(count: tiles.count)
    Workers.run(workers.count, tick: tick) { thread in
      while let number = results.take() {
        let (row, column) = tiles[number]
        do {
          let given = try self.workers[thread].train(
            row: row, column: column, epoch: epoch, bound: bound)
          results.enter(
            number,
            Tile(
              loss: given.loss, largest: given.largest,
              cells: self.run.matrix.count(row, column)))
        } catch {
          results.fail(error)
        }
      }
    }
    return try results.get()
  }
}

/// A stratum's queue of tiles, and what they gave.
private final class StratumResults: Sendable {
  private let count: Int
  private let next = Atomic<Int>(0)
  private let state: Mutex<Result<[GloVeTeam.Tile], any Error>>

  init(count: Int) {
    self.count = count
    state = Mutex(.success(Array(repeating: GloVeTeam.Tile(), count: count)))
  }

  /// The next tile; nil behind the last, or when one has failed.
  func take() -> Int? {
    let number = next.add(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }

  func enter(_ number: Int, _ tile: GloVeTeam.Tile) {
    state.withLock { state in
      guard case .success(var tiles) = state else { return }
      tiles[number] = tile
      state = .success(tiles)
    }
  }

  func fail(_ error: any Error) {
    next.store(count, ordering: .relaxed)
    state.withLock { $0 = .failure(error) }
  }

  func get() throws -> [GloVeTeam.Tile] { try state.withLock { $0 }.get() }
}
