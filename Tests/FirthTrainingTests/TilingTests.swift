import FirthCooccurrence
import FirthNumerics
import FirthTraining
import Foundation
import Testing

@Suite("Tiles and strata")
struct TilingTests {
  @Test("a stratum's tiles share no band, and an epoch's strata are all tiles, once")
  func strata() {
    for bands in [1, 2, 7, 16] {
      let order = StratumOrder(epoch: 3, bands: bands, seed: 5)
      var met: Set<[Int]> = []
      for stratum in 0..<bands {
        let tiles = order.tiles(of: stratum)
        #expect(Set(tiles.map(\.row)).count == bands && Set(tiles.map(\.column)).count == bands)
        for tile in tiles { met.insert([tile.row, tile.column]) }
      }
      #expect(met.count == bands * bands)
    }
    let (one, two) = (
      StratumOrder(epoch: 0, bands: 16, seed: 5), StratumOrder(epoch: 1, bands: 16, seed: 5)
    )
    #expect(
      (0..<16).contains { number in
        !one.tiles(of: number).elementsEqual(two.tiles(of: number)) { $0 == $1 }
      })
  }

  @Test("every word has a place of its own, and small and large vocabularies get bands")
  func places() {
    for words in [2, 31, 64, 1_000, 70_000, 3_000_000] {
      for bytes in [128, 896, 4_992] {
        let tiling = Tiling(words: words, bytesPerWord: bytes, isSymmetric: true)
        #expect(tiling.bands >= 1 && tiling.bands <= 128 && tiling.wordsPerBand <= 1 << 16)
        guard words <= 1_000 else { continue }
        let places = Set((0..<words).map { tiling.place(of: $0) })
        #expect(places.count == words && (places.max() ?? 0) < tiling.bands * tiling.wordsPerBand)
      }
    }
  }

  @Test(
    "the arranged matrix holds every cell once, whoever arranges it",
    arguments: ContextWindow.Side.allCases)
  func arranging(side: ContextWindow.Side) throws {
    let counts = try GloVeTests.manyWords(side: side)
    var wanted: [[Int]: UInt32] = [:]
    for block in 0..<counts.blockCount {
      try unsafe counts.forEachRow(ofBlock: block) { row, columns, sums in
        for (column, sum) in unsafe Array(zip(columns, sums)) {
          let value = Float(log(Double(sum)) - log(Double(counts.unit))).bitPattern
          wanted[[row, Int(column)]] = value
          if side == .symmetric { wanted[[Int(column), row]] = value }
        }
      }
    }
    var first: [[UInt64]]?
    for threads in [1, 3] {
      let tiling = Tiling(words: 900, bands: 11, isSymmetric: side == .symmetric)
      let matrix = try TileArranger(counts, tiling, threads: threads, stop: nil).arrange(
        progress: nil)
      #expect(matrix.cells == wanted.count)
      var found: [[Int]: UInt32] = [:]
      var tiles: [[UInt64]] = []
      let buffer = UnsafeMutablePointer<UInt64>.allocate(capacity: matrix.largestTile)
      defer { unsafe buffer.deallocate() }
      for row in 0..<11 {
        for column in 0..<11 {
          let tile = tiling.tile(row, column)
          let count = try unsafe matrix.read(tile.number, into: buffer)
          #expect(count == matrix.count(row, column))
          for cell in unsafe Array(UnsafeBufferPointer(start: buffer, count: count)) {
            var (r, c) = (Int(cell & 0xffff), Int(cell >> 16 & 0xffff))
            if tile.isTransposed { swap(&r, &c) }
            #expect(found[[r * 11 + row, c * 11 + column]] == nil)
            found[[r * 11 + row, c * 11 + column]] = UInt32(cell >> 32)
          }
          unsafe tiles.append(Array(UnsafeBufferPointer(start: buffer, count: count)))
        }
      }
      #expect(found == wanted)
      #expect(first == nil || first == tiles)
      first = tiles
    }
  }
}
