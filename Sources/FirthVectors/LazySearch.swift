internal import FirthNumerics
internal import Synchronization

/// Makes a matrix's search at the first question, so that opening a file costs nothing for it.
final class LazySearch: Sendable {
  private let matrix: Matrix
  private let norms: [Float]?
  private let made = Mutex<ExactSearch?>(nil)

  /// A search in a matrix, with its rows' norms where they are known.
  init(_ matrix: Matrix, norms: [Float]?) {
    self.matrix = matrix
    self.norms = norms
  }

  var value: ExactSearch {
    made.withLock { made in
      if let made { return made }
      let search = ExactSearch(matrix, norms: norms)
      made = search
      return search
    }
  }
}
