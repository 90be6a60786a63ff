package import FirthFiles

/// A safetensors file of a few small tensors in double precision.
package struct TensorFile {
  /// A tensor.
  package struct Tensor: Equatable {
    /// Its extents.
    package let shape: [Int]
    /// Its values, the last extent's side by side.
    package let values: [Double]

    /// - Precondition: there are as many values as the shape has.
    package init(shape: [Int], _ values: [Double]) {
      precondition(shape.reduce(1, *) == values.count)
      (self.shape, self.values) = (shape, values)
    }
  }

  /// The file's own words about itself.
  package let metadata: [String: String]
  private let tensors: [(name: String, tensor: Tensor)]
  private let path: String

  /// Tensors to be written in their order.
  package init(metadata: [String: String], _ tensors: [(name: String, tensor: Tensor)]) {
    (self.metadata, self.tensors, path) = (metadata, tensors, "")
  }

  /// Reads the tensors of type F64, and no others.
  ///
  /// - Throws: `FileError`, `FormatError`.
  package init(contentsOf path: String) throws {
    let file = FileBytes(try MappedFile(path))
    let header = try SafetensorsHeader(file)
    self.path = path
    metadata = header.metadata
    tensors = header.tensors.filter { $0.type == .f64 }.map { tensor in
      let size = MemoryLayout<UInt64>.size
      let values = stride(from: tensor.range.lowerBound, to: tensor.range.upperBound, by: size)
        .map { Double(bitPattern: file.integer(at: $0)) }
      return (tensor.name, Tensor(shape: tensor.shape, values))
    }
  }

  /// A tensor's finite values.
  ///
  /// - Throws: `FormatError` when there is none of that shape, or a value is not finite.
  package func values(_ name: String, shape: [Int]) throws(FormatError) -> [Double] {
    guard let values = try optional(name, shape: shape) else {
      throw .invalid(
        path: path, at: .tensor(name), expected: "F64 \(shape)", found: "no tensor of that name")
    }
    return values
  }

  /// As `values`; nil when there is no tensor of that name.
  package func optional(_ name: String, shape: [Int]) throws(FormatError) -> [Double]? {
    guard let tensor = tensors.first(where: { $0.name == name })?.tensor else { return nil }
    guard tensor.shape == shape else {
      throw .invalid(
        path: path, at: .tensor(name), expected: "F64 \(shape)", found: "F64 \(tensor.shape)")
    }
    guard tensor.values.allSatisfy(\.isFinite) else {
      throw .invalid(
        path: path, at: .tensor(name), expected: "finite numbers", found: "a NaN or an infinity")
    }
    return tensor.values
  }

  /// The extents of a tensor; nil when there is none of that name.
  package func shape(of name: String) -> [Int]? {
    tensors.first { $0.name == name }?.tensor.shape
  }

  /// Writes the file; the same tensors give the same bytes.
  ///
  /// - Throws: `FileError`.
  package func write(to file: consuming OutputFile) throws(FileError) {
    var header = SafetensorsHeaderBuilder(metadata: metadata)
    for (name, tensor) in tensors { header.add(name, .f64, tensor.shape) }
    try file.write(header.bytes)
    for (_, tensor) in tensors {
      try file.write(tensor.values.flatMap { LittleEndian.bytes($0.bitPattern) })
    }
    try file.commit()
  }
}
