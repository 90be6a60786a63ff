import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

/// A server of its own in a folder, if PostgreSQL is installed.
private enum PostgreSQL {
  /// The folder of the server's programs.
  static let programs: String? = {
    let versions =
      (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let folders = versions.sorted().reversed().map { "/usr/lib/postgresql/\($0)/bin" }
    return folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
  }()

  /// Runs a script of shell in which `psql` asks a new server; the server does not run as root.
  static func run(_ script: String, in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      """
      set -e
      PATH=\(programs ?? ""):$PATH
      cd '\(folder)'
      as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
      chmod 777 . && mkdir -m 700 data && { [ "$(id -u)" != 0 ] || chown postgres data; }
      as initdb -D data -A trust -U postgres --no-sync >/dev/null
      as pg_ctl -D data -o "-k '\(folder)' -c listen_addresses=''" -w -l /dev/null start >/dev/null
      trap 'as pg_ctl -D data -m immediate stop >/dev/null' EXIT
      ask() { psql -h '\(folder)' -U postgres -v ON_ERROR_STOP=1 -qAt "$@"; }
      \(script)
      """,
    ]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let messages = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: messages, as: UTF8.self))")
    return String(decoding: printed, as: UTF8.self)
  }
}

@Suite("PostgreSQL")
struct PostgreSQLTests {
  static let made = Embeddings(
    vocabulary: Vocabulary(
      words: ["king", "", "a\tb", "line\nfeed\r", "\\N", "\\.", "日本 👩‍👩‍👧", "\"'\u{0B}\u{08}"]),
    vectors: Matrix(
      rows: 8, columns: 3,
      copying: (0..<24).map { [0.1, -1e-7, 1 / 3, 3.4e38, -0.0, 2.5e-38][$0 % 6] + Float($0 / 6) }))

  @Test(
    "COPY takes our text and our binary rows, and we take what it writes",
    .enabled(if: PostgreSQL.programs != nil, "needs PostgreSQL's server"))
  func copy() throws {
    try withFolder { folder in
      let options = WritingOptions(columnType: .array)
      try Self.made.write(to: folder + "/text.sql", options: options)
      try Self.made.write(to: folder + "/rows.pgcopy", options: options)
      let printed = try PostgreSQL.run(
        """
        ask -f text.sql
        ask -c "\\copy words TO 'from-text'"
        ask -c "\\copy words TO 'from-text.binary' (FORMAT binary)"
        ask -c "DROP TABLE words"
        ask -f rows.pgcopy.sql
        ask -c "\\copy words TO 'from-rows'"
        ask -c "SELECT count(*), sum(array_length(vector, 1)) FROM words"
        """, in: folder)
      #expect(printed == "8|24\n")
      for name in ["from-text", "from-rows"] {
        let read = try Embeddings(contentsOf: folder + "/" + name, format: .pgvectorText)
        #expect(read.vocabulary.bytes == Self.made.vocabulary.bytes)
        #expect(bits(read.vectors) == bits(Self.made.vectors))
      }
      let read = try Embeddings(contentsOf: folder + "/from-text.binary")
      #expect(read.source?.format == .pgvectorBinary)
      #expect(bits(read.vectors) == bits(Self.made.vectors))
      #expect(try contents(folder + "/from-text.binary") == contents(folder + "/rows.pgcopy"))
    }
  }

  @Test(
    "the table and the index fit the dimensions and the precision",
    arguments: [
      (3, nil, .f32, "vector(3)", "vector_cosine_ops"),
      (3, nil, .f16, "halfvec(3)", "halfvec_cosine_ops"),
      (3, .halfvec, .f32, "halfvec(3)", "halfvec_cosine_ops"),
      (2001, nil, .f32, "vector(2001)", "-- pgvector indexes up to 2000"),
      (2001, .halfvec, .f32, "halfvec(2001)", "halfvec_cosine_ops"),
      (4001, .halfvec, .f32, "halfvec(4001)", "-- pgvector indexes up to 4000"),
      (17000, .array, .f32, "real[]", "CREATE INDEX ON words (word)"),
    ] as [(Int, WritingOptions.ColumnType?, Precision, String, String)])
  func statements(
    dimensions: Int, type: WritingOptions.ColumnType?, precision: Precision, column: String,
    index: String
  ) throws {
    try withFolder { folder in
      let row = [Float](repeating: 0.5, count: dimensions)
      for name in ["a.sql", "a.pgcopy"] {
        try embeddings([("word", row)]).converted(to: precision)
          .write(to: folder + "/" + name, options: WritingOptions(columnType: type))
        let script = folder + "/" + (name == "a.sql" ? name : name + ".sql")
        let text = String(decoding: try contents(script), as: UTF8.self)
        #expect(text.contains("vector \(column) NOT NULL") && text.contains(index))
        #expect(text.contains("hnsw") == index.contains("_ops"))
        #expect(try Embeddings(contentsOf: folder + "/" + name).vectors[0] == row)
      }
    }
  }

  @Test("more dimensions than pgvector takes are refused")
  func tooManyDimensions() throws {
    try withFolder { folder in
      let wide = embeddings([("word", [Float](repeating: 1, count: 16_001))])
      #expect(throws: FormatError.self) { try wide.write(to: folder + "/a.sql") }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("a row of pgvector's binary form has its layout")
  func layout() throws {
    try withFolder { folder in
      try embeddings([("ab", [1, -2])]).write(to: folder + "/a.pgcopy")
      let head: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [0, 0, 0, 0, 0, 0, 0, 0]
      let row: [UInt8] =
        [0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 2, 0x61, 0x62]
        + [0, 0, 0, 12, 0, 2, 0, 0, 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0]
      #expect(try contents(folder + "/a.pgcopy") == head + row + [0xFF, 0xFF])
    }
  }
}
