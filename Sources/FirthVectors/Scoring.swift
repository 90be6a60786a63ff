/// How a question's score of a row comes from the row's products with the scan's columns.
///
/// A column holds each row's dot product with one unit vector, and serves all questions that have
/// it in them.
enum Scoring {
  /// The cosine with a weighted sum of columns, but for a factor that all rows share.
  case sum([(column: Int, weight: Float)])
  /// 3CosMul: the product of some columns' cosines over that of others', all moved to 0...1.
  case quotient(above: [Int], below: [Int])
  /// The cosine between `b − a` and what leads from `c` to the row; `offset` is `(b − a) · c` and
  /// `scale` 1 / |b − a|.
  case direction(a: Int, b: Int, c: Int, offset: Float, scale: Float)

  /// What 3CosMul adds to the denominator, as in gensim.
  static let epsilon: Float = 1e-6
}
