/// fastText models that Firth does not write: with n-grams, and quantized.
enum FastTextSeeds {
  /// Two words with two values each and four buckets of n-grams.
  static let grams: (String, [UInt8]) = (
    "seed-grams",
    head(dimensions: 2, buckets: 4) + [0] + little(Int64(6), 2) + floats(12) + [0]
      + little(Int64(2), 2) + floats(4)
  )

  /// The same with codes, lengths apart, and two centroids' worth of groups.
  static let quantized: (String, [UInt8]) = (
    "seed-quantized",
    head(dimensions: 2, buckets: 4) + [1, 1] + little(Int64(6), 2) + little(Int32(6))
      + [0, 1, 2, 3, 4, 5] + little(Int32(2), 1, 2, 2) + floats(512)
      + [0, 1, 2, 3, 4, 5] + little(Int32(1), 1, 1, 1) + floats(256) + [0] + little(Int64(2), 2)
      + floats(4)
  )

  private static func head(dimensions: Int32, buckets: Int32) -> [UInt8] {
    let arguments = little(
      Int32(793_712_314), 12, dimensions, 5, 5, 1, 5, 1, 2, 2, buckets, 3, 6, 100)
    let dictionary = little(Int32(2), 2, 0) + little(Int64(9), -1)
    var head = arguments + little(Double(1e-4).bitPattern) + dictionary
    for word in ["king", "naïve"] { head += Array(word.utf8) + [0] + little(Int64(4)) + [0] }
    return head
  }

  private static func floats(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { little((Float($0) / 8 - 1).bitPattern) }
  }

  private static func little<Number: FixedWidthInteger>(_ numbers: Number...) -> [UInt8] {
    numbers.flatMap { number in
      (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }
}
