import FirthNumerics
import FirthText
import Foundation

/// The parameters of one side of GloVe's model, words or contexts: for each word its vector and bias,
/// and their sums of squared gradients.
///
/// A word's record: D values, the bias, zeros up to `stride`; then the sums in the same order. A
/// record starts at a cache line, and those of a band lie together.
///
/// Unchecked: threads train tiles that share no band.
@safe
final class GloVeParameters: ScatteredRows, @unchecked Sendable {
  let tiling: Tiling
  let dimensions: Int
  /// The floats of half a record.
  let stride: Int
  private let base: UnsafeMutablePointer<Float>
  private let count: Int

  /// The floats of half a record: room for the vector and the bias, in whole cache lines.
  static func stride(dimensions: Int) -> Int { (dimensions + 1 + 15) & ~15 }

  /// Random values within ±½/D, biases too, as glove.c starts, and sums of 1.
  ///
  /// Unlike glove.c, the numbers derive from a seed and the word.
  init(_ tiling: Tiling, dimensions: Int, seed: UInt64, side: UInt64) {
    self.tiling = tiling
    self.dimensions = dimensions
    stride = Self.stride(dimensions: dimensions)
    count = tiling.bands * tiling.wordsPerBand * 2 * stride
    let bytes = 4 * count
    let page = 2 << 20
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= page ? page : 64)
    #if os(Linux)
      if bytes >= page { unsafe _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    unsafe base = memory.initializeMemory(as: Float.self, repeating: 0, count: count)
    for word in 0..<tiling.words {
      var random = RandomSource(seed, 2 + side, UInt64(word))
      let record = unsafe self.record(of: word)
      for column in 0...dimensions {
        unsafe record[column] = (random.uniform() - 0.5) / Float(dimensions)
      }
      for column in stride..<(2 * stride) { unsafe record[column] = 1 }
    }
  }

  deinit { unsafe base.deallocate() }

  /// The first record of a band.
  @unsafe func band(_ band: Int) -> UnsafeMutablePointer<Float> {
    unsafe base + band * tiling.wordsPerBand * 2 * stride
  }

  /// A word's record.
  @unsafe func record(of word: Int) -> UnsafeMutablePointer<Float> {
    unsafe base + tiling.place(of: word) * 2 * stride
  }

  /// Copies a record's values from a checkpoint.
  func setRecord(_ word: Int, to values: UnsafeBufferPointer<Float>) {
    let record = unsafe self.record(of: word)
    for column in 0..<(2 * stride) { unsafe record[column] = values[column] }
  }

  /// All records in the words' order, [V × 2 · stride], to be read while nobody changes them.
  func records() -> Matrix { Matrix(viewing: self, rows: tiling.words, columns: 2 * stride) }

  /// A word's record.
  func values(ofRow word: Int) -> [Float] {
    unsafe Array(UnsafeBufferPointer(start: record(of: word), count: 2 * stride))
  }

  /// Sets a word's vector, and its bias if there is one.
  func set(_ word: Int, to values: UnsafeBufferPointer<Float>, times factor: Float, bias: Float?) {
    let record = unsafe self.record(of: word)
    for column in 0..<dimensions { unsafe record[column] = values[column] * factor }
    if let bias { unsafe record[dimensions] = bias }
  }

  /// A word's vector.
  func vector(of word: Int) -> UnsafeBufferPointer<Float> {
    unsafe UnsafeBufferPointer(start: record(of: word), count: dimensions)
  }

  /// The words' biases.
  var biases: [Float] { (0..<tiling.words).map { unsafe record(of: $0)[dimensions] } }

  /// The largest absolute value of a vector; not a number if one is.
  func largestValue() -> Float {
    var largest: Float = 0
    for word in 0..<tiling.words {
      let record = unsafe self.record(of: word)
      for column in 0..<dimensions {
        let value = unsafe abs(record[column])
        // A NaN is greater than nothing and stays.
        largest = value <= largest ? largest : value
      }
      if largest.isNaN { return largest }
    }
    return largest
  }

  /// Whether every value is a finite number.
  var isFinite: Bool {
    for place in 0..<count { if unsafe !base[place].isFinite { return false } }
    return true
  }
}
