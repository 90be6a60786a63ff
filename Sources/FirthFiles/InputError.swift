/// Why an input could not be read to its end.
package enum InputError: Error, Equatable, Sendable {
  /// The file cannot be opened or read.
  case file(FileError)
  /// The gzip data are damaged at a byte of the file.
  case damaged(offset: Int, problem: String)
  /// The file is in a form that is not read; `remedy` is a command that makes it readable.
  case unsupported(format: String, remedy: String)
  /// Another thread asked to stop.
  case stopped
}
