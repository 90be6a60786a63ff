internal import COpenBLAS

/// The few routines of OpenBLAS that Firth calls, on row-major matrices.
///
/// Rows start `stride` floats apart. OpenBLAS counts in 32 bits, so callers pass blocks of rows.
public enum BLAS {
  /// How many threads OpenBLAS takes for one call.
  ///
  /// Belongs to the whole process. It must be 1 while threads of our own do the work, else both
  /// sets fight for the cores.
  public static var threads: Int {
    get { Int(openblas_get_num_threads()) }
    set { openblas_set_num_threads(Int32(clamping: max(1, newValue))) }
  }

  /// Ends OpenBLAS's threads until a call wants some.
  ///
  /// It starts them when the program is loaded, and each then spins for some 30 ms on a core that has
  /// better to do.
  public static func endIdleThreads() { firth_end_blas_pool() }

  /// Multiplies a matrix [rows × columns] by a vector [columns]: `result = matrix · vector`.
  ///
  /// `result` [rows] must hold numbers, since some versions of OpenBLAS read what they overwrite.
  ///
  /// - Precondition: the pointers reach that far; the counts fit in 32 bits.
  @unsafe public static func multiply(
    _ matrix: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    by vector: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    unsafe cblas_sgemv(
      CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, matrix, Int32(stride), vector, 1,
      0, result, 1)
  }

  /// Multiplies a matrix by another one transposed: `result = left · rightᵀ`.
  ///
  /// `left` is [leftRows × columns], `right` [rightRows × columns] and `result`
  /// [leftRows × rightRows] without gaps, which must hold numbers as above.
  ///
  /// - Precondition: the pointers reach that far; the counts fit in 32 bits.
  @unsafe public static func multiply(
    _ left: UnsafePointer<Float>, leftRows: Int, leftStride: Int,
    byTransposed right: UnsafePointer<Float>, rightRows: Int, rightStride: Int, columns: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(leftRows), Int32(rightRows), Int32(columns), 1,
      left, Int32(leftStride), right, Int32(rightStride), 0, result, Int32(rightRows))
  }

  /// Adds a matrix's products of columns: `sums += rowsᵀ · rows`, on and above the diagonal.
  ///
  /// - Parameters:
  ///   - rows: [count × columns].
  ///   - count: the number of rows.
  ///   - columns: the number of columns.
  ///   - sums: [columns × columns].
  public static func addProducts(
    ofColumns rows: [Double], count: Int, columns: Int, to sums: inout [Double]
  ) {
    precondition(rows.count >= count * columns && sums.count == columns * columns)
    unsafe cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(columns), Int32(count), 1, rows, Int32(columns),
      1, &sums, Int32(columns))
  }

  /// Adds the products of two matrices' columns: `sums += leftᵀ · right`.
  ///
  /// - Parameters:
  ///   - left: [count × columns].
  ///   - right: [count × columns].
  ///   - count: the number of rows.
  ///   - columns: the number of columns.
  ///   - sums: [columns × columns].
  public static func addProducts(
    _ left: [Double], _ right: [Double], count: Int, columns: Int, to sums: inout [Double]
  ) {
    precondition(min(left.count, right.count) >= count * columns)
    precondition(sums.count == columns * columns)
    unsafe cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(columns), Int32(columns), Int32(count), 1,
      left,
      Int32(columns), right, Int32(columns), 1, &sums, Int32(columns))
  }

  /// Multiplies rows by a matrix transposed: `result = rows · matrixᵀ`.
  ///
  /// - Parameters:
  ///   - rows: [count × columns].
  ///   - count: the number of rows.
  ///   - matrix: [matrixRows × columns].
  ///   - matrixRows: the number of the matrix's rows.
  ///   - columns: the number of columns.
  ///   - result: [count × matrixRows].
  public static func multiply(
    _ rows: [Double], count: Int, byTransposed matrix: [Double], matrixRows: Int, columns: Int,
    into result: inout [Double]
  ) {
    precondition(rows.count >= count * columns && matrix.count == matrixRows * columns)
    precondition(result.count >= count * matrixRows)
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(matrixRows), Int32(columns), 1,
      rows, Int32(columns), matrix, Int32(columns), 0, &result, Int32(matrixRows))
  }
}
