// A search's scan: one query's dot products with rows that follow one another in memory.

import CPUFeatures

/// Writes the dot products of a query with rows of single precision.
///
/// - Parameters:
///   - rows: The first row, at any address.
///   - stride: The bytes from one row to the next.
///   - count: The number of rows.
///   - columns: The numbers of a row, and the floats of the query.
///   - query: The query.
///   - products: Room for `count` floats.
@unsafe
public func rowProductsFloat32(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>
) {
  unsafe rowProducts(rows, stride, count, columns, 4, query, products, load: loadFloat)
}

/// As `rowProductsFloat32` for rows of half precision.
@unsafe
public func rowProductsFloat16(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>
) {
  unsafe rowProducts(rows, stride, count, columns, 2, query, products, load: loadFloat16)
}

/// As `rowProductsFloat32` for rows of bfloat16.
@unsafe
public func rowProductsBfloat16(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>
) {
  unsafe rowProducts(rows, stride, count, columns, 2, query, products, load: loadBfloat16)
}

/// As `rowProductsFloat32` for rows of whole numbers; their scales are left to the caller.
@unsafe
public func rowProductsInt8(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>
) {
  unsafe rowProducts(rows, stride, count, columns, 1, query, products, load: loadInt8)
}

/// How far ahead numbers of less than four bytes are asked for, in bytes; of floats the processor
/// foresees enough by itself.
private let prefetchDistance = 1 << 10

/// One row after another, so that memory is read in its order: of 1,000,000 × 300 floats this takes
/// 57 to 62 ms where eight rows at a time took 74 to 77 and a plain read 53 to 59 (two cores, AVX2).
///
/// What is left of a row behind its last whole register is read in one that ends with the row, so
/// that no byte behind the last row is touched and no number of the next row (which may be a NaN)
/// gets in; the query has zeros there for what was counted already.
@inline(__always)
func rowProducts(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int, _ size: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>,
  load loadLane: (UnsafeRawPointer) -> Lane
) {
  let lane = Lane.scalarCount
  guard columns >= lane else {
    unsafe shortRowProducts(
      rows, stride, count, columns, size, query, products, load: loadLane)
    return
  }
  let whole = columns &- columns % lane
  let lastStart = columns &- lane
  let counted = lanePositions .< Lane(repeating: Float(whole &- lastStart))
  let lastQuery = unsafe load(query + lastStart).replacing(with: Lane.zero, where: counted)

  var row = 0
  while row < count {
    let place = unsafe rows + row &* stride
    func product(_ sum: Lane, _ column: Int) -> Lane {
      unsafe multiplyAdd(sum, load(query + column), loadLane(place + column &* size))
    }
    // Four sums, so that none waits for itself.
    var (a, b, c, d) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    var column = 0
    while column &+ 4 &* lane <= whole {
      var line = size < 4 ? 0 : 4 &* lane &* size
      while line < 4 &* lane &* size {
        unsafe firth_prefetch_read(place + (column &* size &+ prefetchDistance &+ line))
        line &+= 64
      }
      a = product(a, column)
      b = product(b, column &+ lane)
      c = product(c, column &+ 2 &* lane)
      d = product(d, column &+ 3 &* lane)
      column &+= 4 &* lane
    }
    while column < whole {
      a = product(a, column)
      column &+= lane
    }
    if whole < columns {
      b = unsafe multiplyAdd(b, lastQuery, loadLane(place + lastStart &* size))
    }
    unsafe products[row] = total((a + b) + (c + d))
    row &+= 1
  }
}

/// Rows shorter than a register.
@inline(__always)
func shortRowProducts(
  _ rows: UnsafeRawPointer, _ stride: Int, _ count: Int, _ columns: Int, _ size: Int,
  _ query: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>,
  load loadLane: (UnsafeRawPointer) -> Lane
) {
  let lane = unsafe loadPart(query, columns &* 4, load: loadFloat)
  var row = 0
  while row < count {
    let place = unsafe rows + row &* stride
    let product = unsafe lane * loadPart(place, columns &* size, load: loadLane)
    unsafe products[row] = total(product)
    row &+= 1
  }
}
