#if AVX512
  typealias Lane = SIMD16<Float>
#else
  typealias Lane = SIMD4<Float>
#endif
@inline(__always) func madd(_ a: Lane, _ x: Lane, _ y: Lane) -> Lane {
  #if AVX512
    a.addingProduct(x, y)
  #else
    a + x * y
  #endif
}
@inline(__always) func load(_ p: UnsafePointer<Float>) -> Lane {
  unsafe UnsafeRawPointer(p).loadUnaligned(as: Lane.self)
}
/// The dot product of `n` floats; `n` is a multiple of the lane count.
public func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ n: Int) -> Float {
  var a = Lane.zero
  var i = 0
  while i < n { a = unsafe madd(a, load(x + i), load(y + i)); i &+= Lane.scalarCount }
  return a.sum()
}
