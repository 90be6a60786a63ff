internal import FirthNumerics
internal import Synchronization

/// Makes a matrix's search at the first question, so that opening a file costs nothing for it.
final class LazySearch: Sendable {
  private let matrix: Matrix
  private let made = Mutex<ExactSearch?>(nil)

  init(_ matrix: Matrix) { self.matrix = matrix }

  var value: ExactSearch {
    made.withLock { made in
      if let made { return made }
      let search = ExactSearch(matrix)
      made = search
      return search
    }
  }
}
