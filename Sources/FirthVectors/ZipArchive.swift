internal import FirthFiles

/// The members of a zip archive (PKWARE's APPNOTE 6.3): stored or deflated, 32 or 64 bits.
struct ZipArchive {
  static let magic: [UInt8] = [0x50, 0x4B, 3, 4]

  /// A member as the archive's directory has it.
  struct Member {
    var name: String
    var isDeflated: Bool
    /// Where its stored bytes lie.
    var range: Range<Int>
    /// Its size when inflated.
    var size: Int
  }

  let members: [Member]
  private let file: FileBytes

  private static let endSignature: UInt32 = 0x0605_4B50
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let end64Signature: UInt32 = 0x0606_4B50
  private static let memberSignature: UInt32 = 0x0201_4B50
  private static let localSignature: UInt32 = 0x0403_4B50
  private static let endLength = 22
  private static let memberLength = 46
  private static let localLength = 30
  private static let longestComment = 1 << 16

  /// Reads an archive's directory.
  init(_ file: FileBytes) throws(FormatError) {
    self.file = file
    let end = try Self.end(of: file)
    var members: [Member] = []
    var position = end.directory.lowerBound
    while position < end.directory.upperBound {
      members.append(try Self.member(file, at: &position, limit: end.directory.upperBound))
    }
    guard members.count == end.count else {
      throw file.invalid(
        .byte(end.directory.lowerBound), expected: "\(end.count) members in the directory",
        found: "\(members.count)")
    }
    self.members = members
  }

  /// The directory's place and number of members.
  private static func end(
    of file: FileBytes
  ) throws(FormatError) -> (directory: Range<Int>, count: Int) {
    var place = file.count - endLength
    let earliest = max(0, place - longestComment)
    while place >= earliest, file.integer(at: place, as: UInt32.self) != endSignature {
      place -= 1
    }
    guard place >= earliest, place >= 0 else {
      throw file.invalid(
        .byte(file.count), expected: "a zip archive's directory before the end", found: "none")
    }
    var count = Int(file.integer(at: place + 10, as: UInt16.self))
    var size = UInt64(file.integer(at: place + 12, as: UInt32.self))
    var start = UInt64(file.integer(at: place + 16, as: UInt32.self))
    let locator = place - 20
    if locator >= 0, file.integer(at: locator, as: UInt32.self) == locatorSignature {
      let record = file.integer(at: locator + 8, as: UInt64.self)
      guard record <= UInt64(max(0, locator - 56)),
        file.integer(at: Int(record), as: UInt32.self) == end64Signature
      else {
        throw file.invalid(
          .byte(locator), expected: "the place of a 64-bit directory", found: "\(record)")
      }
      count = Int(clamping: file.integer(at: Int(record) + 32, as: UInt64.self))
      size = file.integer(at: Int(record) + 40, as: UInt64.self)
      start = file.integer(at: Int(record) + 48, as: UInt64.self)
    }
    guard start <= UInt64(place), size <= UInt64(place) - start else {
      throw file.invalid(
        .byte(place), expected: "a directory inside the file", found: "\(size) bytes at \(start)")
    }
    return (Int(start)..<Int(start + size), count)
  }

  private static func member(
    _ file: FileBytes, at position: inout Int, limit: Int
  ) throws(FormatError) -> Member {
    let start = position
    func fail(_ expected: String, _ found: String) -> FormatError {
      file.invalid(.byte(start), expected: expected, found: found)
    }
    guard start + memberLength <= limit,
      file.integer(at: start, as: UInt32.self) == memberSignature
    else { throw fail("a member of the zip archive", "something else") }
    let flags = file.integer(at: start + 8, as: UInt16.self)
    let method = file.integer(at: start + 10, as: UInt16.self)
    var stored = UInt64(file.integer(at: start + 20, as: UInt32.self))
    var size = UInt64(file.integer(at: start + 24, as: UInt32.self))
    let nameLength = Int(file.integer(at: start + 28, as: UInt16.self))
    let extraLength = Int(file.integer(at: start + 30, as: UInt16.self))
    let commentLength = Int(file.integer(at: start + 32, as: UInt16.self))
    var local = UInt64(file.integer(at: start + 42, as: UInt32.self))
    let extra = start + memberLength + nameLength
    position = extra + extraLength + commentLength
    guard position <= limit else { throw fail("a member inside the directory", "a longer one") }
    let name = String(decoding: file[start + memberLength..<extra], as: UTF8.self)
    var field = extra
    while field + 4 <= extra + extraLength {
      let length = Int(file.integer(at: field + 2, as: UInt16.self))
      if file.integer(at: field, as: UInt16.self) == 1 {
        var place = field + 4
        for number in [0, 1, 2] {
          let current = number == 0 ? size : number == 1 ? stored : local
          guard current == 0xFFFF_FFFF, place + 8 <= min(field + 4 + length, extra + extraLength)
          else { continue }
          let value = file.integer(at: place, as: UInt64.self)
          if number == 0 {
            size = value
          } else if number == 1 {
            stored = value
          } else {
            local = value
          }
          place += 8
        }
      }
      field += 4 + length
    }
    guard flags & 1 == 0, method == 0 || method == 8 else {
      throw fail(
        "stored or deflated members without encryption",
        "\(name.debugDescription) by method \(method)")
    }
    guard local <= UInt64(max(0, file.count - localLength)),
      case let place = Int(local), file.integer(at: place, as: UInt32.self) == localSignature
    else { throw fail("the place of \(name.debugDescription)", "byte \(local)") }
    let data =
      place + localLength + Int(file.integer(at: place + 26, as: UInt16.self))
      + Int(file.integer(at: place + 28, as: UInt16.self))
    guard data <= file.count, stored <= UInt64(file.count - data), size < 1 << 62,
      method == 8 || size == stored
    else {
      throw fail(
        "the data of \(name.debugDescription) inside the file", "\(stored) bytes for \(size)")
    }
    return Member(
      name: name, isDeflated: method == 8, range: data..<data + Int(stored), size: Int(size))
  }

  /// A member's bytes: a part of the archive, or inflated into a file of their own.
  func contents(of member: Member) throws -> (file: MappedFile, range: Range<Int>) {
    guard member.isDeflated else { return (file.file, member.range) }
    guard let inflated = try file.file.inflated(member.range, to: member.size) else {
      throw file.invalid(
        .byte(member.range.lowerBound),
        expected: "deflated data of \(member.size) bytes for \(member.name.debugDescription)",
        found: "damaged data or another size")
    }
    return (inflated, 0..<inflated.count)
  }
}
