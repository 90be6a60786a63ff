/// What is left between a row and its prediction, in few bytes: mostly nothing, now and then the last
/// bit of a number.
///
/// For each row the number of differences, and for each how many columns lie between it and the one
/// before and how many Floats its value is off, all as LEB128, the last one zigzag.
enum UndoCode {
  static func append(_ row: [Float], predicted: [Float], to bytes: inout [UInt8]) {
    var count = 0
    for column in row.indices where row[column].bitPattern != predicted[column].bitPattern {
      count += 1
    }
    append(UInt64(count), to: &bytes)
    guard count > 0 else { return }
    var next = 0
    for column in row.indices where row[column].bitPattern != predicted[column].bitPattern {
      append(UInt64(column - next), to: &bytes)
      next = column + 1
      let off = place(row[column]) - place(predicted[column])
      append(UInt64(bitPattern: (off << 1) ^ (off >> 63)), to: &bytes)
    }
  }

  /// Takes a row's differences from bytes.
  ///
  /// - Parameters:
  ///   - bytes: all rows' differences.
  ///   - start: where the row's begin.
  ///   - row: the prediction, which is put right; nil to go past it.
  ///   - columns: the row's length.
  /// - Returns: where the next row's begin; nil where the bytes are damaged.
  static func take(
    _ bytes: ArraySlice<UInt8>, from start: Int, into row: inout [Float]?, columns: Int
  ) -> Int? {
    var position = start
    guard let count = take(bytes, &position), count <= columns else { return nil }
    var next = 0
    for _ in 0..<count {
      guard let gap = take(bytes, &position), gap < UInt64(columns - next),
        let code = take(bytes, &position)
      else { return nil }
      let column = next + Int(gap)
      next = column + 1
      let off = Int64(bitPattern: code >> 1) ^ -Int64(code & 1)
      guard row != nil else { continue }
      let (sum, overflow) = place(row?[column] ?? 0).addingReportingOverflow(off)
      guard !overflow, let value = float(sum) else { return nil }
      row?[column] = value
    }
    return position
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func take(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard position < bytes.endIndex else { return nil }
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return number }
    }
    return nil
  }

  /// A Float's place among all Floats, those below zero from −1 down; −0 is at −1.
  private static func place(_ value: Float) -> Int64 {
    let bits = value.bitPattern
    return bits >> 31 == 0 ? Int64(bits) : -1 - Int64(bits & 0x7FFF_FFFF)
  }

  private static func float(_ place: Int64) -> Float? {
    guard place >= -0x8000_0000, place <= 0x7FFF_FFFF else { return nil }
    return Float(
      bitPattern: place >= 0 ? UInt32(place) : UInt32(-1 - place) | 0x8000_0000)
  }
}
