internal import Foundation

/// Whether two paths lead to one file, however they are spelled.
enum SameFile {
  /// Refuses to write over what is read.
  ///
  /// - Throws: `UsageError`.
  static func refuse(_ outputs: [String], amongInputs inputs: [String]) throws(UsageError) {
    for output in outputs where inputs.contains(where: { test($0, output) }) {
      throw UsageError("\(output): the output is one of the inputs; name another file")
    }
  }

  /// Compares a path, or "-" for standard input, with another path.
  static func test(_ input: String, _ output: String) -> Bool {
    var (first, second) = (stat(), stat())
    let found =
      input == "-" ? unsafe fstat(STDIN_FILENO, &first) : unsafe stat(input, &first)
    // A terminal or /dev/null may well be both.
    guard found == 0, first.st_mode & S_IFMT == S_IFREG, unsafe stat(output, &second) == 0
    else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
