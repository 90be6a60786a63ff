import FirthCommands
import Testing

struct ByteSizeTests {
  @Test(
    "sizes are read as people write them",
    arguments: [
      ("1", 1), ("1000000", 1_000_000), ("500MB", 500_000_000), ("2GiB", 2_147_483_648),
      ("1.5G", 1_500_000_000), ("64 KiB", 65536), ("10kb", 10000),
    ])
  func reads(text: String, bytes: Int) { #expect(ByteSize(text)?.bytes == bytes) }

  @Test(
    "what is no size is refused",
    arguments: ["", "MB", "-1", "0", "1.2.3", "nan", "inf", "1e9", "5 XB", "9999999TB", "1 2"])
  func refuses(text: String) { #expect(ByteSize(text) == nil) }

  @Test(
    "a size in a message is read back as no less",
    arguments: [1, 999, 1000, 1001, 9_999_999, 10_000_001, 123_456_789, 98_765_432_100])
  func writes(bytes: Int) throws {
    let read = try #require(ByteSize(ByteSize.text(bytes))?.bytes)
    #expect(read >= bytes && Double(read) <= Double(bytes) * 1.11 + 1000)
  }
}
