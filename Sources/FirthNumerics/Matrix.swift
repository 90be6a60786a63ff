/// A row-major matrix of `Float` that nobody changes any more: a model's rows, a mapped file's.
///
/// Rows start `stride` floats apart. The memory belongs to `owner` (a mapped file, a trainer's
/// matrix, an allocation), which the matrix keeps alive.
@safe
public final class Matrix: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The distance between the starts of two rows, in floats; at least `columns`.
  public let stride: Int
  private let base: UnsafePointer<Float>?
  private let owner: AnyObject
  /// The owner if its rows have to be put together; else nil.
  private let scattered: (any ScatteredRows)?

  /// Views memory that somebody else owns.
  ///
  /// - Precondition: `base` points at `(rows − 1) · stride + columns` floats that stay where they
  ///   are and as they are while `owner` lives.
  @unsafe public init(
    viewing base: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int, owner: AnyObject
  ) {
    precondition(rows >= 0 && columns >= 0 && stride >= columns)
    unsafe self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.owner = owner
    scattered = nil
  }

  /// Views rows that lie in pieces or in another order, while nobody changes them.
  public init(viewing scattered: any ScatteredRows, rows: Int, columns: Int) {
    unsafe base = nil
    (self.rows, self.columns, stride) = (rows, columns, columns)
    owner = scattered
    self.scattered = scattered
  }

  /// Copies `rows · columns` floats, row by row.
  public convenience init(rows: Int, columns: Int, copying values: [Float]) {
    precondition(
      values.count == rows * columns, "\(rows) × \(columns) values needed, \(values.count) given")
    let shared = SharedMatrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        unsafe shared.row(row)[column] = values[row * columns + column]
      }
    }
    unsafe self.init(
      viewing: shared.base, rows: rows, columns: columns, stride: shared.stride, owner: shared)
  }

  /// Lends a row's floats.
  public func withRow<Result>(
    _ row: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(row >= 0 && row < rows, "row \(row) is outside 0..<\(rows)")
    if let scattered {
      return try unsafe scattered.values(ofRow: row).withUnsafeBufferPointer(body)
    }
    return try unsafe body(
      UnsafeBufferPointer(start: base.map { unsafe $0 + row * stride }, count: columns))
  }

  /// Lends the first row's first float; row `i` starts at `i · stride`.
  ///
  /// - Precondition: rows lie whole, as they do in all but a view of a trainer's parameters.
  public func withBase<Result>(_ body: (UnsafePointer<Float>) throws -> Result) rethrows -> Result {
    guard let base = unsafe base else { preconditionFailure("the rows are scattered") }
    return try unsafe body(base)
  }

  /// A copy of one row.
  public subscript(row: Int) -> [Float] {
    unsafe withRow(row) { unsafe Array($0) }
  }
}

/// Rows that are not kept one after the other, such as a trainer's.
public protocol ScatteredRows: AnyObject {
  /// A row's values, put together.
  func values(ofRow row: Int) -> [Float]
}
