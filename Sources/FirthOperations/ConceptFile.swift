public import FirthFiles
internal import FirthVectors
import Foundation

/// Files of concepts: safetensors with the tensors `probes` and `directions` [rank × dimensions],
/// `origin` and `middle` [rank], and `step` [rank] of two groups, all F64; all else is in the metadata.
extension Concept {
  private static let format = "firth-concept"

  /// Reads a concept.
  ///
  /// - Throws: `FileError`, `FormatError`, `ConceptError.notAConcept`.
  public init(contentsOf path: String) throws {
    let file = try TensorFile(contentsOf: path)
    func invalid(_ found: String) -> ConceptError { .notAConcept(path: path, found: found) }
    guard file.metadata["format"] == Self.format else {
      throw invalid("its metadata has no format \"\(Self.format)\"")
    }
    guard file.metadata["format_version"] == "1" else {
      throw invalid("it has another version of the format than 1")
    }
    guard let name = file.metadata["name"],
      let method = file.metadata["method"].flatMap(Method.init),
      let examples = Self.decode(ConceptExamples.self, file.metadata["examples"]),
      let evidence = Self.decode(ConceptEvidence.self, file.metadata["evidence"])
    else { throw invalid("its metadata lack name, method, examples or evidence") }
    guard let shape = file.shape(of: "probes"), shape.count == 2, shape[0] > 0, shape[1] > 0 else {
      throw invalid("it has no tensor \"probes\" of two extents")
    }
    let step = try file.optional("step", shape: [shape[0]])
    guard (step == nil) == (examples.groups.count != 2) else {
      throw invalid("its tensor \"step\" does not fit its \(examples.groups.count) groups")
    }
    self.init(
      name: name, method: method, dimensions: shape[1], rank: shape[0], examples: examples,
      evidence: evidence, probes: try file.values("probes", shape: shape),
      directions: try file.values("directions", shape: shape),
      origin: try file.values("origin", shape: [shape[0]]),
      middle: try file.values("middle", shape: [shape[0]]), step: step)
  }

  /// Writes the concept; the same concept gives the same bytes.
  ///
  /// - Parameters:
  ///   - file: the file, which appears when it is whole.
  ///   - provenance: what else the metadata say, such as the vectors' file.
  /// - Throws: `FileError`.
  public func write(
    to file: consuming OutputFile, provenance: [String: String] = [:]
  ) throws(FileError) {
    var metadata = provenance
    metadata["format"] = Self.format
    metadata["format_version"] = "1"
    metadata["name"] = name
    metadata["method"] = method.rawValue
    metadata["examples"] = Self.encode(examples)
    metadata["evidence"] = Self.encode(evidence)
    let rows = [rank, dimensions]
    var tensors = [
      ("probes", TensorFile.Tensor(shape: rows, probes)),
      ("directions", TensorFile.Tensor(shape: rows, directions)),
      ("origin", TensorFile.Tensor(shape: [rank], origin)),
      ("middle", TensorFile.Tensor(shape: [rank], middle)),
    ]
    if let step { tensors.append(("step", TensorFile.Tensor(shape: [rank], step))) }
    try TensorFile(metadata: metadata, tensors).write(to: file)
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
  }

  private static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Words and finite numbers always encode; an empty text would be refused by the reader.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
