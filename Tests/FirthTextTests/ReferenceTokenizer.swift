import FirthText
import Foundation

/// The tokenizers' definition written for reading, over whole strings of Unicode scalars.
enum ReferenceTokenizer {
  static func sentences(
    _ bytes: [UInt8], _ tokenizer: Tokenizer, _ boundary: SentenceBoundary
  ) -> [[[UInt8]]] {
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { scalars.removeFirst() }
    var sentences: [[[UInt8]]] = []
    for part in split(scalars, boundary) {
      let tokens = tokenizer == .words ? words(part) : runs(part)
      let kept = tokens.filter { $0.source <= 1024 }.map { Array($0.text.utf8) }
      if !kept.isEmpty { sentences.append(kept) }
    }
    return sentences
  }

  typealias Token = (text: String, source: Int)

  private static func split(
    _ scalars: [Unicode.Scalar], _ boundary: SentenceBoundary
  ) -> [[Unicode.Scalar]] {
    if boundary == .none { return [scalars] }
    var lines: [[Unicode.Scalar]] = [[]]
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" && index > 0 && scalars[index - 1] == "\r" { continue }
      if scalar == "\n" || scalar == "\r" {
        lines.append([])
      } else {
        lines[lines.count - 1].append(scalar)
      }
    }
    if boundary == .line { return lines }
    var parts: [[Unicode.Scalar]] = [[]]
    for line in lines {
      if line.allSatisfy(\.properties.isWhitespace) {
        parts.append([])
      } else {
        parts[parts.count - 1] += line + ["\n"]
      }
    }
    return parts
  }

  private static func runs(_ scalars: [Unicode.Scalar]) -> [Token] {
    scalars.split(whereSeparator: \.properties.isWhitespace).map { run in
      let text = string(run)
      return (text, text.utf8.count)
    }
  }

  private static func words(_ scalars: [Unicode.Scalar]) -> [Token] {
    var words: [Token] = []
    var index = 0
    while index < scalars.count {
      guard isBase(scalars[index]) else {
        index += 1
        continue
      }
      let start = index
      var end = index + 1
      var word = [scalars[index]]
      index += 1
      while index < scalars.count {
        if isInvisible(scalars[index]) {
          index += 1
        } else if isBase(scalars[index]) || isMark(scalars[index]) {
          word.append(scalars[index])
          index += 1
          end = index
        } else if let connector = connector(scalars[index]) {
          let next = scalars[(index + 1)...].firstIndex { !isInvisible($0) }
          guard let next, isBase(scalars[next]) else { break }
          word += [connector, scalars[next]]
          index = next + 1
          end = index
        } else {
          break
        }
      }
      words.append((normal(string(word)), string(scalars[start..<end]).utf8.count))
    }
    return words
  }

  private static func normal(_ word: String) -> String {
    let composed = Array(word.precomposedStringWithCanonicalMapping.unicodeScalars)
    var lower = ""
    for (index, scalar) in composed.enumerated() {
      func sees(_ others: [Unicode.Scalar]) -> Bool {
        others.first { !$0.properties.isCaseIgnorable }?.properties.isCased == true
      }
      let isFinal = sees(composed[..<index].reversed()) && !sees(Array(composed[(index + 1)...]))
      lower += scalar == "Σ" && isFinal ? "ς" : scalar.properties.lowercaseMapping
    }
    return lower.precomposedStringWithCanonicalMapping
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{ad}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}": true
    default: scalar.properties.isVariationSelector
    }
  }

  private static func isBase(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: !isInvisible(scalar)
    default: false
    }
  }

  private static func connector(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "'", "\u{2019}": "'"
    case "-", "\u{2010}", "\u{2011}": "-"
    default: nil
    }
  }
}
