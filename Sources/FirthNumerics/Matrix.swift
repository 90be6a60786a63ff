/// A row-major matrix that nobody changes any more: a model's rows, a mapped file's.
///
/// Its numbers are kept in a `Precision` and read as `Float`. Rows start `stride` numbers apart. The
/// memory belongs to `owner` (a mapped file, a trainer's matrix, an allocation), which the matrix
/// keeps alive.
@safe
public final class Matrix: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The distance between the starts of two rows, in numbers; at least `columns`.
  public let stride: Int
  /// How the numbers are kept.
  public let precision: Precision
  /// What each row's numbers are multiplied by: [rows]; nil but for `i8`.
  public let scales: [Float]?
  /// nil where the rows have to be put together.
  private let base: UnsafeRawPointer?
  private let owner: AnyObject
  /// The owner if its rows have to be put together; else nil.
  private let scattered: (any ScatteredRows)?

  /// Views memory that somebody else owns.
  ///
  /// - Precondition: `base` points at `(rows − 1) · stride + columns` numbers of the precision that
  ///   stay where they are and as they are while `owner` lives, aligned for `Float` where they are
  ///   such; there are as many scales as rows for `i8`, and none otherwise.
  @unsafe public init(
    viewing base: UnsafeRawPointer, precision: Precision, scales: [Float]? = nil, rows: Int,
    columns: Int, stride: Int, owner: AnyObject
  ) {
    precondition(rows >= 0 && columns >= 0 && stride >= columns)
    precondition(
      precision == .i8 ? scales?.count == rows : scales == nil,
      "\(scales?.count ?? 0) scales for \(rows) rows of \(precision)")
    unsafe self.base = base
    self.precision = precision
    self.scales = scales
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.owner = owner
    scattered = nil
  }

  /// Views rows that lie in pieces or in another order, while nobody changes them.
  public init(viewing scattered: any ScatteredRows, rows: Int, columns: Int) {
    unsafe base = nil
    (precision, scales) = (.f32, nil)
    (self.rows, self.columns, stride) = (rows, columns, columns)
    owner = scattered
    self.scattered = scattered
  }

  /// Views floats that somebody else owns.
  ///
  /// - Precondition: `base` points at `(rows − 1) · stride + columns` floats that stay where they
  ///   are and as they are while `owner` lives.
  @unsafe public convenience init(
    viewing base: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int, owner: AnyObject
  ) {
    unsafe self.init(
      viewing: UnsafeRawPointer(base), precision: .f32, rows: rows, columns: columns,
      stride: stride, owner: owner)
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

  /// Copies a matrix as floats into memory of its own; rows that are put together are so once.
  public convenience init(copying matrix: Matrix) {
    let shared = SharedMatrix(rows: matrix.rows, columns: matrix.columns)
    for row in 0..<matrix.rows {
      unsafe matrix.withRow(row) { values in
        guard let base = values.baseAddress else { return }
        unsafe shared.row(row).update(from: base, count: values.count)
      }
    }
    unsafe self.init(
      viewing: shared.base, rows: matrix.rows, columns: matrix.columns, stride: shared.stride,
      owner: shared)
  }

  /// Lends a row's values as floats: where they lie for `f32`, else a copy.
  public func withRow<Result>(
    _ row: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    if let scattered {
      return try unsafe scattered.values(ofRow: row).withUnsafeBufferPointer(body)
    }
    let bytes = unsafe address(of: row)
    if precision == .f32 {
      let floats = unsafe bytes.assumingMemoryBound(to: Float.self)
      return try unsafe body(UnsafeBufferPointer(start: floats, count: columns))
    }
    return try unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { values in
      unsafe values.initialize(repeating: 0)
      if let room = values.baseAddress {
        unsafe SearchKernels.preferred(precision).decode(bytes, columns, room)
      }
      if let scale = scales?[row] {
        for index in values.indices { unsafe values[index] *= scale }
      }
      return try unsafe body(UnsafeBufferPointer(values))
    }
  }

  /// Lends a row's bytes as they are kept; of an `i8` row, without its scale.
  public func withBytes<Result>(
    ofRow row: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    if let scattered {
      return try unsafe scattered.values(ofRow: row).withUnsafeBytes(body)
    }
    return try unsafe body(
      UnsafeRawBufferPointer(start: address(of: row), count: columns * precision.size))
  }

  /// Where a row starts.
  ///
  /// - Precondition: the row exists, or is the one behind the last; rows lie whole, as they do in all
  ///   but a view of a trainer's parameters.
  @unsafe public func address(of row: Int) -> UnsafeRawPointer {
    precondition(row >= 0 && row <= rows, "row \(row) is outside 0..<\(rows)")
    guard let base = unsafe base else { preconditionFailure("the rows are scattered") }
    return unsafe base + row * stride * precision.size
  }

  /// Whether rows have to be put together, so that none has an address.
  public var isScattered: Bool { scattered != nil }

  /// A copy of one row.
  public subscript(row: Int) -> [Float] {
    precondition(row < rows, "row \(row) is outside 0..<\(rows)")
    return unsafe withRow(row) { unsafe Array($0) }
  }
}

/// Rows that are not kept one after the other, such as a trainer's.
public protocol ScatteredRows: AnyObject {
  /// A row's values, put together.
  func values(ofRow row: Int) -> [Float]
}
