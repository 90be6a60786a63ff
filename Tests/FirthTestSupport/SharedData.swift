import Foundation

/// Real corpora and files of other programs, in a folder beside the checkout or where FIRTH_SHARED
/// says.
package enum SharedData {
  /// The folder; nil where there is none, and the tests that need it are skipped.
  package static let folder: String? = {
    let given = ProcessInfo.processInfo.environment["FIRTH_SHARED"]
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = given ?? checkout.deletingLastPathComponent().path + "/shared"
    return FileManager.default.fileExists(atPath: folder + "/vectors") ? folder : nil
  }()

  /// The path of a file that another program wrote.
  package static func vectors(_ name: String) -> String { (folder ?? "") + "/vectors/" + name }

  /// The path of a corpus.
  package static func corpus(_ name: String) -> String { (folder ?? "") + "/corpora/" + name }
}
