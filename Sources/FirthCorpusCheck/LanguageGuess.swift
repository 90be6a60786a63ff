import FirthText

/// A guess of a text's language.
public struct LanguageGuess: Codable, Equatable, Sendable {
  /// The language, by its code in ISO 639-1.
  public let language: String
  /// How much of the text the language's most frequent words make up, 0...1.
  public let share: Double

  /// The languages that a text may well be in, the likeliest first: those whose most frequent words
  /// make up a good part of it.
  static func guesses(from vocabulary: Vocabulary) -> [LanguageGuess] {
    var counts: [String: UInt64] = [:]
    var total: UInt64 = 0
    let rows = min(vocabulary.count, 2_000)
    for row in 0..<vocabulary.count { total += vocabulary.counts?[row] ?? 0 }
    for row in 0..<rows {
      counts[vocabulary[WordID(row)].lowercased(), default: 0] += vocabulary.counts?[row] ?? 0
    }
    guard total > 0 else { return [] }
    let shares = words.map { language, words in
      let sum = words.split(separator: " ").reduce(0) { $0 + (counts[String($1)] ?? 0) }
      return LanguageGuess(language: language, share: Double(sum) / Double(total))
    }.sorted { ($1.share, $0.language) < ($0.share, $1.language) }
    guard let best = shares.first, best.share >= leastShare else { return [] }
    return Array(shares.prefix { $0.share >= max(leastShare, best.share * 0.6) }.prefix(3))
  }

  private static let leastShare = 0.08

  /// Frequent words of each language, as far as others do not share them.
  private static let words: [String: String] = [
    "ca": "i la de el que els les amb per una és del al en va no com més però aquest",
    "cs": "a se v na je že to s z do i o k ale jako za by pro jsem by jeho ve po",
    "da": "og i at det er en til af den på for med de som ikke der et har han jeg var",
    "de": "der die und in den das von zu mit sich des ist ein nicht dem auf eine im auch es",
    "el": "και το να του η της με που την από για τα είναι των σε ο οι στο θα τη",
    "en": "the of and to in a is that was for it with as he his on be by at from",
    "es": "de la que el en y a los se del las un por con no una su para es al lo",
    "fi": "ja on ei oli se että hän ole kun mutta niin myös joka ovat jos mitä sen hänen",
    "fr": "de la le et les des en un du une que est pour dans qui par il au sur pas ne",
    "hr": "i u je na se da su za od s a o kao ne koji će iz bi što ili biti",
    "hu": "a az és hogy nem is egy meg volt de csak ez ki még mint el már azt mert ha",
    "id": "yang dan di dari ini untuk dengan pada dalam itu tidak adalah akan oleh sebagai",
    "it": "di e il la che in un per del è una non della con i si le da sono al",
    "la": "et in est non ad ut cum quod qui sed si ex quae de esse ab per hoc enim aut",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om ook als",
    "no": "og i det er på til en som av for at med de ikke den har han var et jeg",
    "pl": "w i na z się do nie to jest że o a jak po od za przez co są jego",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as",
    "ro": "de și a în la cu pe o nu care că un să din se mai este au ce pentru",
    "ru": "и в не на что с я он как а то это по но его к за из у от",
    "sv": "och i att det som en på är av för med den till inte de har om ett han var",
    "tr": "ve bir bu da de için ile çok ne olarak daha o gibi olan kadar sonra var ama",
    "uk": "і в не на що з та я до у як він це а й за його по від але",
  ]
}
