internal import FirthNumerics
internal import FirthText

/// Parts of embeddings, and embeddings with some rows made one.
extension Embeddings {
  /// The words of some rows with all that belongs to them, in that order.
  func selecting(_ rows: [Int]) -> Embeddings {
    guard rows != Array(0..<vocabularySize) else { return self }
    func pick(_ values: [Float]?) -> [Float]? { values.map { values in rows.map { values[$0] } } }
    return Embeddings(
      vocabulary: vocabulary.selecting(rows), vectors: vectors.selecting(rows),
      context: context?.selecting(rows), biases: pick(biases), contextBiases: pick(contextBiases),
      originalNorms: pick(originalNorms), subwords: subwords, metadata: metadata, source: nil)
  }

  /// The most frequent words in their order: by their counts, or the first where there are none.
  func mostFrequent(_ count: Int) -> Embeddings {
    guard let counts = vocabulary.counts else { return selecting(Array(0..<count)) }
    let ranked = (0..<vocabularySize).sorted { (counts[$0], $1) > (counts[$1], $0) }
    return selecting(ranked.prefix(count).sorted())
  }

  /// One row for each group of rows: their mean by the counts, or the first of them where there are
  /// no counts.
  func merging(_ groups: [[Int]], as words: [[UInt8]]) -> Embeddings {
    var list = WordList(capacity: words.count)
    for word in words { list.append(word) }
    guard let counts = vocabulary.counts else {
      let kept = selecting(groups.map { $0[0] })
      return Embeddings(
        vocabulary: list.vocabulary, vectors: kept.vectors, context: kept.context,
        biases: kept.biases, contextBiases: kept.contextBiases, originalNorms: kept.originalNorms,
        subwords: subwords, metadata: metadata, source: nil)
    }
    let weights = groups.map { rows in
      let total = rows.reduce(0.0) { $0 + Double(counts[$1]) }
      return rows.map { total > 0 ? Double(counts[$0]) / total : 1 / Double(rows.count) }
    }
    func mean(_ values: [Float]?) -> [Float]? {
      values.map { values in
        zip(groups, weights).map { rows, weights -> Float in
          if rows.count == 1 { return values[rows[0]] }
          var sum = 0.0
          for (row, weight) in zip(rows, weights) { sum += Double(values[row]) * weight }
          return Float(sum)
        }
      }
    }
    let merged = Embeddings(
      vocabulary: list.vocabulary(counts: groups.map { $0.reduce(0) { $0 + counts[$1] } }),
      vectors: vectors.averaging(groups, weights), context: context?.averaging(groups, weights),
      biases: mean(biases), contextBiases: mean(contextBiases),
      // The length of a mean is its own.
      originalNorms: nil, subwords: subwords, metadata: metadata, source: nil)
    return merged.mostFrequentFirst
  }

  /// The same words, the most frequent first.
  private var mostFrequentFirst: Embeddings {
    guard let counts = vocabulary.counts else { return self }
    return selecting((0..<vocabularySize).sorted { (counts[$0], $1) > (counts[$1], $0) })
  }

  /// The words of some rows, and behind them words with vectors of their own, which have been seen 0
  /// times; with such, only words, counts and vectors are kept.
  func selecting(
    _ rows: [Int], adding words: [(word: [UInt8], vector: [Float])]
  ) -> Embeddings {
    guard !words.isEmpty else { return selecting(rows) }
    var list = WordList(capacity: rows.count + words.count)
    let storage = RowStorage(
      rows: rows.count + words.count, columns: dimension, precision: vectors.precision)
    for (place, row) in rows.enumerated() {
      list.append(vocabulary.utf8(of: WordID(row)))
      unsafe vectors.withRow(row) { unsafe storage.fill(place, from: $0) }
    }
    for (index, entry) in words.enumerated() {
      list.append(entry.word)
      unsafe entry.vector.withUnsafeBufferPointer {
        unsafe storage.fill(rows.count + index, from: $0)
      }
    }
    let counts = vocabulary.counts.map { counts in
      rows.map { counts[$0] } + [UInt64](repeating: 0, count: words.count)
    }
    return Embeddings(
      vocabulary: list.vocabulary(counts: counts), vectors: storage.frozen(), subwords: subwords,
      metadata: metadata, source: nil)
  }

  /// Unit vectors, with the lengths that they had before; rows without a direction stay.
  func normalized() -> Embeddings {
    let norms = Norms.ofRows(vectors)
    return scaled(
      by: norms.map { Norms.inverse($0) == 0 ? 1 : 1 / $0 }, originalNorms: originalNorms ?? norms)
  }

  /// The vectors times a factor for each row, in single precision.
  func scaled(by factors: [Float], originalNorms: [Float]?) -> Embeddings {
    let storage = RowStorage(rows: vocabularySize, columns: dimension)
    for row in 0..<vocabularySize {
      let scaled = unsafe vectors.withRow(row) { values in
        unsafe values.map { $0 * factors[row] }
      }
      unsafe scaled.withUnsafeBufferPointer { unsafe storage.fill(row, from: $0) }
    }
    return Embeddings(
      vocabulary: vocabulary, vectors: storage.frozen(), context: context, biases: biases,
      contextBiases: contextBiases, originalNorms: originalNorms, subwords: subwords,
      metadata: metadata, source: nil)
  }
}

extension Matrix {
  /// The same numbers of some rows, in that order.
  func selecting(_ rows: [Int]) -> Matrix {
    let storage = RowStorage(rows: rows.count, columns: columns, precision: precision)
    for (place, row) in rows.enumerated() {
      unsafe withBytes(ofRow: row) { bytes in
        unsafe storage.fill(place, from: bytes, scale: scales?[row] ?? 1)
      }
    }
    return storage.frozen()
  }

  /// The weighted mean of each group of rows, in single precision; a row alone stays as it is.
  func averaging(_ groups: [[Int]], _ weights: [[Double]]) -> Matrix {
    let storage = RowStorage(rows: groups.count, columns: columns)
    for (place, (rows, weights)) in zip(groups, weights).enumerated() {
      if rows.count == 1 {
        unsafe withRow(rows[0]) { unsafe storage.fill(place, from: $0) }
        continue
      }
      var sum = [Double](repeating: 0, count: columns)
      for (row, weight) in zip(rows, weights) {
        unsafe withRow(row) { values in
          for column in values.indices { sum[column] += weight * Double(unsafe values[column]) }
        }
      }
      for (column, value) in sum.enumerated() { storage.set(place, column, Float(value)) }
    }
    return storage.frozen()
  }
}
