import FirthCooccurrence
import FirthFiles
import FirthNumerics
import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite("Files of co-occurrences")
struct FormatTests {
  static func matrix(_ side: ContextWindow.Side = .symmetric) throws -> CooccurrenceMatrix {
    let text = SampleText(tokens: 5_000, words: 300, longest: 40, seed: 5)
    return try CooccurrenceMatrix(
      counting: text.encoded(), window: ContextWindow(size: 7, side: side))
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("the own format gives back every bit", arguments: ContextWindow.Side.allCases)
  func roundTrip(side: ContextWindow.Side) throws {
    try withFolder { folder in
      let matrix = try Self.matrix(side)
      let path = folder + "/a.cooc"
      try matrix.write(to: OutputFile(path), format: .firth)
      let read = try CooccurrenceMatrix(contentsOf: path)
      #expect(try read.stored() == matrix.stored())
      #expect(read.window == matrix.window && read.report == matrix.report)
      #expect(read.vocabulary.bytes == matrix.vocabulary.bytes)
      #expect(read.vocabulary.counts == matrix.vocabulary.counts)
      try read.write(to: OutputFile(folder + "/b.cooc"), format: .firth)
      #expect(try Self.bytes(path) == Self.bytes(folder + "/b.cooc"))
    }
  }

  @Test("Stanford's records are all cells", arguments: ContextWindow.Side.allCases)
  func stanford(side: ContextWindow.Side) throws {
    try withFolder { folder in
      let matrix = try Self.matrix(side)
      try matrix.write(to: OutputFile(folder + "/a.bin"), format: .stanford)
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.bin"))
      var cells: [CellReference.Place: Double] = [:]
      for start in stride(from: 0, to: data.count, by: 16) {
        let row = unsafe data.withUnsafeBytes {
          unsafe $0.loadUnaligned(fromByteOffset: start, as: Int32.self)
        }
        let column = unsafe data.withUnsafeBytes {
          unsafe $0.loadUnaligned(fromByteOffset: start + 4, as: Int32.self)
        }
        let place = CellReference.Place(row: Int(row) - 1, column: Int(column) - 1)
        #expect(cells[place] == nil)
        cells[place] = unsafe data.withUnsafeBytes {
          unsafe $0.loadUnaligned(fromByteOffset: start + 8, as: Double.self)
        }
      }
      #expect(try cells == matrix.allCells())
    }
  }

  @Test("damage anywhere gives an error or other numbers, and never a crash")
  func damage() throws {
    try withFolder { folder in
      let path = folder + "/a.cooc"
      try Self.matrix().write(to: OutputFile(path), format: .firth)
      let whole = try Self.bytes(path)
      var random = RandomSource(9)
      var errors = 0
      let trials = 600
      for trial in 0..<trials {
        var bytes = whole
        switch trial % 3 {
        case 0: bytes.removeLast(1 + Int(random.below(UInt32(bytes.count))))
        case 1:
          for _ in 0..<3 {
            // Half of the damage hits the header and the tables.
            let end = random.next() % 2 == 0 ? bytes.count : 8_000
            bytes[Int(random.below(UInt32(end)))] = UInt8(truncatingIfNeeded: random.next())
          }
        default:
          let place = Int(random.below(UInt32(bytes.count - 8)))
          bytes.replaceSubrange(place..<(place + 8), with: [UInt8](repeating: 0xff, count: 8))
        }
        let damaged = folder + "/b.cooc"
        try Data(bytes).write(to: URL(fileURLWithPath: damaged))
        do {
          _ = try CooccurrenceMatrix(contentsOf: damaged).stored()
        } catch let error as CooccurrenceError {
          guard case .damaged(damaged, _, _) = error else {
            Issue.record("\(error)")
            continue
          }
          errors += 1
        }
      }
      #expect(errors > trials / 2)
    }
  }

  @Test(
    "SciPy reads the archive as the same matrix",
    .enabled(if: python != nil, "needs FIRTH_PYTHON with scipy"),
    arguments: ContextWindow.Side.allCases)
  func scipy(side: ContextWindow.Side) throws {
    try withFolder { folder in
      let matrix = try Self.matrix(side)
      try matrix.write(to: OutputFile(folder + "/a.npz"), format: .scipy)
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: Self.python ?? "")
      process.arguments = [
        "-c",
        """
        import scipy.sparse, sys
        m = scipy.sparse.load_npz(sys.argv[1])
        assert m.format == "csr" and m.has_canonical_format and m.data.dtype == "float64"
        assert m.shape == (300, 300), m.shape
        c = m.tocoo()
        for i, j, x in zip(c.row, c.col, c.data): print(i, j, x.hex())
        """, folder + "/a.npz",
      ]
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      var cells: [CellReference.Place: Double] = [:]
      for line in text.split(separator: "\n") {
        let fields = line.split(separator: " ")
        let place = CellReference.Place(row: Int(fields[0]) ?? -1, column: Int(fields[1]) ?? -1)
        cells[place] = Double(fields[2])
      }
      #expect(try cells == matrix.allCells())
    }
  }

  static let python: String? = {
    guard let path = ProcessInfo.processInfo.environment["FIRTH_PYTHON"] else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-c", "import scipy.sparse"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? path : nil
  }()
}
