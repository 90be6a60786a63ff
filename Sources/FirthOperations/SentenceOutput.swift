package import FirthFiles

import Dispatch
import FirthVectors

/// Sentences' vectors as the lines or rows of a file.
package enum SentenceOutput {
  /// Lines that one thread makes into text at a time.
  private static let slice = 64

  /// The header of a `.npy` file of so many rows.
  package static func header(rows: Int, dimension: Int) -> [UInt8] {
    NumPyHeader.bytes(type: "<f4", shape: [rows, dimension])
  }

  /// Appends a block's rows to a `.npy` file.
  ///
  /// - Throws: `FileError`.
  package static func write(
    _ block: SentenceBlock, to file: inout OutputFile
  ) throws {
    try unsafe block.values.withUnsafeBytes { try unsafe file.write($0) }
  }

  /// A block as JSON Lines: `{"line":1,"vector":[…]}`, made on all cores.
  package static func lines(_ block: SentenceBlock) -> [[UInt8]] {
    guard block.count > 0 else { return [] }
    let dimension = block.values.count / block.count
    let slices = (block.count + slice - 1) / slice
    return unsafe [[UInt8]](unsafeUninitializedCapacity: slices) { texts, count in
      nonisolated(unsafe) let texts = unsafe texts
      DispatchQueue.concurrentPerform(iterations: slices) { part in
        var text: [UInt8] = []
        for line in part * slice..<min((part + 1) * slice, block.count) {
          text += "{\"line\":\(block.first + line + 1),\"vector\":[".utf8
          for column in 0..<dimension {
            if column > 0 { text.append(UInt8(ascii: ",")) }
            TextFloat.append(block.values[line * dimension + column], decimals: nil, to: &text)
          }
          text += "]}\n".utf8
        }
        unsafe texts.initializeElement(at: part, to: text)
      }
      count = slices
    }
  }
}
