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

/// How far ahead rows are asked for, in bytes: the eight streams of a step are more than what the
/// processor foresees by itself.
private let prefetchDistance = 8 << 10

/// Eight rows at a time, so that each register of the query serves eight and the sums of eight
/// registers come together.
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
  guard columns >= Lane.scalarCount else {
    unsafe shortRowProducts(
      rows, stride, count, columns, size, query, products, load: loadLane)
    return
  }
  let whole = columns &- columns % Lane.scalarCount
  let lastStart = columns &- Lane.scalarCount
  let counted = lanePositions .< Lane(repeating: Float(whole &- lastStart))
  let lastQuery = unsafe load(query + lastStart).replacing(with: Lane.zero, where: counted)

  var row = 0
  while row &+ 8 <= count {
    let r0 = unsafe rows + row &* stride
    let (r1, r2, r3) = unsafe (r0 + stride, r0 + 2 &* stride, r0 + 3 &* stride)
    let r4 = unsafe r0 + 4 &* stride
    let (r5, r6, r7) = unsafe (r4 + stride, r4 + 2 &* stride, r4 + 3 &* stride)
    var (a0, a1, a2, a3) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    var (a4, a5, a6, a7) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    var column = 0
    while true {
      let isLast = column >= whole
      if isLast, whole == columns { break }
      let q = isLast ? lastQuery : unsafe load(query + column)
      let place = (isLast ? lastStart : column) &* size
      // In the order of memory, as much as this step reads.
      var line = 0
      while line < 8 &* Lane.scalarCount &* size {
        unsafe firth_prefetch_read(
          r0 + (prefetchDistance &+ column &* 8 &* size &+ line))
        line &+= 64
      }
      a0 = unsafe multiplyAdd(a0, q, loadLane(r0 + place))
      a1 = unsafe multiplyAdd(a1, q, loadLane(r1 + place))
      a2 = unsafe multiplyAdd(a2, q, loadLane(r2 + place))
      a3 = unsafe multiplyAdd(a3, q, loadLane(r3 + place))
      a4 = unsafe multiplyAdd(a4, q, loadLane(r4 + place))
      a5 = unsafe multiplyAdd(a5, q, loadLane(r5 + place))
      a6 = unsafe multiplyAdd(a6, q, loadLane(r6 + place))
      a7 = unsafe multiplyAdd(a7, q, loadLane(r7 + place))
      if isLast { break }
      column &+= Lane.scalarCount
    }
    let result = sums(a0, a1, a2, a3, a4, a5, a6, a7)
    unsafe UnsafeMutableRawPointer(products + row).storeBytes(of: result, as: SIMD8<Float>.self)
    row &+= 8
  }
  while row < count {
    let r0 = unsafe rows + row &* stride
    var a0 = Lane.zero
    var column = 0
    while column < whole {
      a0 = unsafe multiplyAdd(a0, load(query + column), loadLane(r0 + column &* size))
      column &+= Lane.scalarCount
    }
    if whole < columns {
      a0 = unsafe multiplyAdd(a0, lastQuery, loadLane(r0 + lastStart &* size))
    }
    unsafe products[row] = sums(a0, .zero, .zero, .zero, .zero, .zero, .zero, .zero)[0]
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
    unsafe products[row] = sums(product, .zero, .zero, .zero, .zero, .zero, .zero, .zero)[0]
    row &+= 1
  }
}
