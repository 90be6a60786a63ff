// Measures what a core's arithmetic and this machine's memory can do, for tools/bench.
//
// Built with `swiftc -O -Xcc -march=native`; prints one JSON object: the multiply-adds of one core in
// GFLOP/s (two operations each), and the GB/s at which that many threads read memory.

import Foundation

/// Two hundred million steps of twelve independent chains: more than the latency needs.
@inline(never)
func arithmetic(_ steps: Int, _ x: SIMD8<Float>, _ y: SIMD8<Float>) -> (Float, Double) {
  var (a, b, c, d, e, f) = (x, y, x, y, x, y)
  var (g, h, i, j, k, l) = (y, x, y, x, y, x)
  let start = Date()
  for _ in 0..<steps {
    a = a.addingProduct(x, y)
    b = b.addingProduct(x, y)
    c = c.addingProduct(x, y)
    d = d.addingProduct(x, y)
    e = e.addingProduct(x, y)
    f = f.addingProduct(x, y)
    g = g.addingProduct(x, y)
    h = h.addingProduct(x, y)
    i = i.addingProduct(x, y)
    j = j.addingProduct(x, y)
    k = k.addingProduct(x, y)
    l = l.addingProduct(x, y)
  }
  let seconds = Date().timeIntervalSince(start)
  let sum = (a + b + c + d + e + f + g + h + i + j + k + l).sum()
  return (sum, Double(steps) * 12 * 8 * 2 / seconds / 1e9)
}

/// Sums up memory far larger than the caches, each thread its own part.
func reading(threads: Int) -> Double {
  let count = 64 << 20
  let memory = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: count / 8 * threads)
  memory.initialize(repeating: SIMD8(repeating: 1), count: count / 8 * threads)
  var best = 0.0
  for _ in 0..<3 {
    let start = Date()
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let part = memory + thread * (count / 8)
      var (a, b, c, d) = (part[0], part[1], part[2], part[3])
      for place in stride(from: 4, to: count / 8 - 3, by: 4) {
        a += part[place]
        b += part[place + 1]
        c += part[place + 2]
        d += part[place + 3]
      }
      if (a + b + c + d).sum() == 0 { print() }
    }
    best = max(best, Double(count * 4 * threads) / Date().timeIntervalSince(start) / 1e9)
  }
  return best
}

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
let small = SIMD8<Float>(repeating: Float(threads) * 1e-9)
let peak = (0..<3).map { _ in arithmetic(50_000_000, small, small) }.max { $0.1 < $1.1 }!
FileHandle.standardError.write(Data(peak.0.isNaN ? "?".utf8 : "".utf8))
print("{\"gflops\": \(peak.1), \"gbytes\": \(reading(threads: threads))}")
