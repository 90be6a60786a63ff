import FirthKernels

#if arch(x86_64)
  import FirthKernelsV3
  import FirthKernelsV4
#endif

extension ErrorFeedback {
  /// What a row's largest number becomes, tried at once; of equally good ones the first is taken.
  ///
  /// Whole numbers are among them, so that what was rounded before is found again.
  private static let tops: [Float] = [
    127, 126, 125, 124, 123, 122, 121, 126.5, 125.5, 124.5, 123.5, 122.5, 121.5, 126.75, 126.25,
    125.75,
  ]

  /// What counts as nothing: a row that was rounded before costs less, of others a thousandth is more.
  private static let nothing: Float = 1e-6

  /// Rounds a row's numbers to whole ones in −127...127.
  ///
  /// - Parameters:
  ///   - row: the numbers, those of the largest magnitude ±127, as many as in the rows looked at.
  ///   - result: room for as many.
  /// - Returns: what the numbers were multiplied by before they were rounded.
  @unsafe package func round(
    _ row: UnsafeBufferPointer<Float>, _ result: UnsafeMutablePointer<Int8>
  ) -> Float {
    let columns = order.count
    precondition(row.count == columns, "\(row.count) numbers, \(columns) needed")
    var numbers = [Float](repeating: 0, count: stride)
    var largest = 0
    for (place, column) in order.enumerated() {
      numbers[place] = unsafe row[column]
      if abs(numbers[place]) > abs(numbers[largest]) { largest = place }
    }
    let factors = Self.tops.map { $0 / 127 }
    return unsafe withUnsafeTemporaryAllocation(
      of: Float.self, capacity: FirthKernels.roundedRowRoom(columns)
    ) { room in
      guard let errors = room.baseAddress else { return 1 }
      let best = unsafe kernel(
        numbers, columns, stride, largest, metric, parts, pivots, factors, Self.nothing, errors)
      for (place, column) in order.enumerated() {
        let whole = unsafe numbers[place] * factors[best] - errors[place]
        unsafe result[column] = Int8(whole.rounded())
      }
      return factors[best]
    }
  }

  private typealias Values = UnsafePointer<Float>
  private typealias Kernel =
    @Sendable (
      Values, Int, Int, Int, Values, Values, Values, Values, Float, UnsafeMutablePointer<Float>
    ) -> Int

  private var kernel: Kernel {
    #if arch(x86_64)
      switch instructions {
      case .v2: unsafe FirthKernels.roundedRow
      case .v3: unsafe FirthKernelsV3.roundedRow
      case .v4: unsafe FirthKernelsV4.roundedRow
      }
    #else
      unsafe FirthKernels.roundedRow
    #endif
  }
}
