import Foundation
import Synchronization

/// What the words tokenizer needs to know of each Unicode scalar, worked out at its first sight.
///
/// Pages of 256 scalars are filled lazily from the standard library's properties: a corpus touches
/// few of the 4352.
@safe
final class CharacterTable {
  /// The part that a scalar plays in words.
  enum Role: UInt32 {
    case separator = 0
    /// A letter or number.
    case base = 1
    /// A mark, which continues a word.
    case mark = 2
    /// A character that vanishes.
    case invisible = 3
    case apostrophe = 4
    case hyphen = 5
  }

  /// A scalar's properties in one word.
  struct Entry {
    private var bits: UInt32 = 0
    private static let scalarMask: UInt32 = (1 << 21) - 1
    private static let roleShift: UInt32 = 21
    private static let roleMask: UInt32 = 7

    /// The scalar's part in words.
    var role: Role {
      Role(rawValue: (bits >> Self.roleShift) & Self.roleMask) ?? .separator
    }
    /// The lower-case scalar.
    var lower: UInt32 { bits & Self.scalarMask }
    /// Whether its token must be normalised in full: it may compose, decompose or depend on context.
    var needsNormalization: Bool { bits & (1 << 24) != 0 }
    /// Whether its combining class is not 0: two such in a row may have to change places.
    var isCombining: Bool { bits & (1 << 25) != 0 }
    var isWhiteSpace: Bool { bits & (1 << 26) != 0 }

    init(_ scalar: Unicode.Scalar) {
      let properties = scalar.properties
      let role = Self.role(of: scalar)
      let mapping = properties.lowercaseMapping.unicodeScalars
      let lower = mapping.count == 1 ? mapping.first ?? scalar : scalar
      bits = lower.value | role.rawValue << Self.roleShift
      let isSimple =
        mapping.count == 1 && scalar != CharacterTable.sigma && Self.isStable(scalar)
        && Self.isStable(lower) && !Self.mayCompose(scalar)
      if !isSimple { bits |= 1 << 24 }
      if properties.canonicalCombiningClass != .notReordered { bits |= 1 << 25 }
      if properties.isWhitespace { bits |= 1 << 26 }
    }

    private static func role(of scalar: Unicode.Scalar) -> Role {
      switch scalar.value {
      case 0xad, 0x200b...0x200d, 0x2060, 0xfeff: return .invisible
      case 0x27, 0x2019: return .apostrophe
      case 0x2d, 0x2010, 0x2011: return .hyphen
      default: break
      }
      if scalar.properties.isVariationSelector { return .invisible }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber:
        return .base
      case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
      default: return .separator
      }
    }

    /// Whether the scalar alone is its own canonical composition.
    private static func isStable(_ scalar: Unicode.Scalar) -> Bool {
      let composed = String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars
      return composed.count == 1 && composed.first == scalar
    }

    /// Whether the scalar may merge with one before it: a superset of NFC_Quick_Check = Maybe.
    ///
    /// A set too large costs time only; a test compares it with every composition of Unicode.
    static func mayCompose(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0...0x2ff: false
      case 0x300...0x36f, 0x653...0x655, 0x93c, 0x1161...0x1175, 0x11a8...0x11c2, 0x3099, 0x309a:
        true
      case 0x900...0x97f, 0xe00...0xeff: false
      // The Indic and other scripts with two-part vowel signs, and new blocks yet to come.
      case 0x980...0xdff, 0x1000...0x109f, 0x1b00...0x1b7f:
        scalar.properties.generalCategory == .nonspacingMark
          || scalar.properties.generalCategory == .spacingMark
      case 0x11000...0x16fff:
        true
      default: false
      }
    }
  }

  private static let sigma: Unicode.Scalar = "\u{3a3}"
  fileprivate static let pageBits: UInt32 = 8
  fileprivate static let pageSize = 1 << Int(pageBits)
  private static let pageCount = 0x110000 / pageSize
  private let pages: UnsafeMutablePointer<UnsafePointer<Entry>?>

  init() {
    unsafe pages = .allocate(capacity: Self.pageCount)
    unsafe pages.initialize(repeating: nil, count: Self.pageCount)
  }

  /// The entry of a scalar value.
  ///
  /// - Precondition: `scalar` is a Unicode scalar value.
  @inline(__always)
  subscript(scalar: UInt32) -> Entry {
    let page = unsafe pages[Int(truncatingIfNeeded: scalar >> Self.pageBits)]
    let index = Int(truncatingIfNeeded: scalar) & (Self.pageSize - 1)
    if let page = unsafe page { return unsafe page[index] }
    return unsafe fill(scalar >> Self.pageBits)[index]
  }

  @inline(never)
  private func fill(_ number: UInt32) -> UnsafePointer<Entry> {
    let page = unsafe CharacterPages.page(number)
    unsafe pages[Int(number)] = unsafe page
    return unsafe page
  }

  deinit { unsafe pages.deallocate() }
}

/// The pages that any table of the process has filled; they stay, at most 4.5 MB.
private enum CharacterPages {
  @safe
  private struct Pages: @unchecked Sendable {
    var filled: [UInt32: UnsafePointer<CharacterTable.Entry>] = unsafe [:]
  }

  private static let pages = Mutex(Pages())

  static func page(_ number: UInt32) -> UnsafePointer<CharacterTable.Entry> {
    unsafe pages.withLock { pages in
      if let page = unsafe pages.filled[number] { return unsafe page }
      let page = UnsafeMutablePointer<CharacterTable.Entry>.allocate(
        capacity: CharacterTable.pageSize)
      for index in 0..<CharacterTable.pageSize {
        let value = number << CharacterTable.pageBits | UInt32(index)
        let scalar = Unicode.Scalar(value) ?? "\u{fffd}"
        unsafe (page + index).initialize(to: CharacterTable.Entry(scalar))
      }
      unsafe pages.filled[number] = unsafe UnsafePointer(page)
      return unsafe UnsafePointer(page)
    }
  }
}
