import Foundation

/// What the check needs to know of a scalar.
struct ScalarKind {
  /// A letter, a number, or a mark.
  var isWordPart = false
  var isLetter = false
  var isMark = false
  var isWhiteSpace = false
  /// Whether the scalar is a letter and a mark in one.
  var isComposed = false
  /// The place of the letter's script among all.
  var script = 0

  init(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    isWhiteSpace = properties.isWhitespace
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      (isLetter, isWordPart) = (true, true)
    case .decimalNumber, .letterNumber, .otherNumber: isWordPart = true
    case .nonspacingMark, .spacingMark, .enclosingMark: (isMark, isWordPart) = (true, true)
    default: break
    }
    guard isLetter else { return }
    let isHangul = (0xac00...0xd7a3).contains(scalar.value)
    isComposed =
      !isHangul && scalar.value > 0x7f
      && String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.count > 1
    script = Script.allCases.firstIndex(of: Script.of(scalar.value)) ?? 0
  }
}

/// The kinds of all scalars, worked out a page of 256 at a time.
struct ScalarKinds {
  private var pages = [[ScalarKind]](repeating: [], count: 0x110000 >> 8)
  private var pairs: [UInt64: Bool] = [:]

  mutating func kind(of value: UInt32) -> ScalarKind {
    let page = Int(value >> 8)
    if pages[page].isEmpty {
      pages[page] = (0..<256).map {
        ScalarKind(Unicode.Scalar(UInt32(page) << 8 | UInt32($0)) ?? "\u{fffd}")
      }
    }
    return pages[page][Int(value & 0xff)]
  }

  /// Whether a letter and the mark behind it have a composed form.
  mutating func composes(_ letter: UInt32, _ mark: UInt32) -> Bool {
    let key = UInt64(letter) << 32 | UInt64(mark)
    if let known = pairs[key] { return known }
    guard let first = Unicode.Scalar(letter), let second = Unicode.Scalar(mark) else {
      return false
    }
    let composed = (String(first) + String(second)).precomposedStringWithCanonicalMapping
    pairs[key] = composed.unicodeScalars.count == 1
    return composed.unicodeScalars.count == 1
  }
}
