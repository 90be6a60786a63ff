// CBOW's hidden row: from the context words' rows, and back to them.

/// Writes the mean of some rows, and zeros for the change that it will get, over some of the
/// columns.
///
/// - Parameters:
///   - rows: The addresses of the context words' rows; the same row may come twice.
///   - count: Their number, at least 1.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - hidden: The row to write.
///   - change: The row to fill with zeros.
@unsafe
public func hiddenRow(
  _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ hidden: UnsafeMutablePointer<Float>, _ change: UnsafeMutablePointer<Float>
) {
  let share = Lane(repeating: 1 / Float(count))
  var column = start
  while column < end {
    var sum = Lane.zero
    var i = 0
    while i < count {
      unsafe sum += load(rows[i] + column)
      i &+= 1
    }
    unsafe store(sum * share, hidden + column)
    unsafe store(Lane.zero, change + column)
    column &+= Lane.scalarCount
  }
}

/// Adds a hidden row's change, times a factor, to each context word's row, over some of the columns.
///
/// - Parameters:
///   - rows: The addresses of the context words' rows; one that comes twice takes it twice.
///   - count: Their number.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - change: What to add.
///   - factor: What to multiply it by.
@unsafe
public func addHiddenChange(
  _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ change: UnsafePointer<Float>, _ factor: Float
) {
  var column = start
  while column < end {
    let step = unsafe load(change + column) * factor
    var i = 0
    while i < count {
      unsafe store(load(rows[i] + column) + step, rows[i] + column)
      i &+= 1
    }
    column &+= Lane.scalarCount
  }
}
