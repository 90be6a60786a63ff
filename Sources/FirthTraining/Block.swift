import FirthNumerics

/// What is trained on the same targets: inputs against targets, a part of the inputs at a time.
///
/// Skip-gram: the inputs are the context words of one centre word, whose targets they share. CBOW:
/// each input is the mean of the context words of a centre word, for a few centres at a time.
@safe
final class Block {
  /// The centre words.
  let centres: UnsafeMutablePointer<UInt32>
  private(set) var centreCount = 0
  /// The most centre words.
  let centreCapacity: Int
  private var inputCount = 0
  /// The inputs at work: the calls of the kernels are about them.
  private var part = 0..<0
  /// The most inputs of a part.
  let partCapacity: Int
  let targets: BlockTargets
  /// The rows to fetch before this block's turn.
  let upcoming: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private(set) var upcomingCount = 0

  private let model: Word2Vec
  private let stride: Int
  private let inputs: RowAddresses
  private let frozen: FrozenRows?
  /// Skip-gram's inputs, or CBOW's context words, centre after centre.
  private let contexts: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private var contextCount = 0
  /// The end of each centre's context words.
  private let ends: UnsafeMutablePointer<Int>
  /// CBOW's hidden rows and the changes they get; nil for skip-gram.
  private let hidden: HiddenRows?
  private let isInQuads: Bool
  /// The part's inputs, where the kernels take them as a quad.
  ///
  /// Always there: to look into an optional is to retain what is in it, at each call.
  private let quad: InputQuad

  /// A block without rows.
  ///
  /// - Parameters:
  ///   - run: The training.
  ///   - pane: The pane of the matrices that the block's rows are of.
  ///   - upperNodes: The thread's own copies of rows of the tree, if it has some.
  init(_ run: Word2VecRun, pane: Int = 0, upperNodes: UpperNodes? = nil) {
    model = run.model
    stride = run.inputs.stride
    unsafe inputs = run.inputs.rows(ofPane: pane)
    let columns = run.slicing?.columns(of: pane) ?? 0..<stride
    centreCapacity = model.centresOfBlock
    unsafe centres = .allocate(capacity: centreCapacity)
    unsafe ends = .allocate(capacity: centreCapacity)
    let contextCapacity = 2 * model.window * centreCapacity
    frozen = run.isFrozen.map {
      FrozenRows($0, count: contextCapacity, stride: run.inputs.stride, columns: columns)
    }
    unsafe contexts = .allocate(capacity: contextCapacity)
    isInQuads = model.isInQuads
    quad = InputQuad(stride: stride)
    targets = unsafe BlockTargets(
      capacity: run.objective.targets(centres: centreCapacity),
      layout: isInQuads ? .quads : centreCapacity > 1 ? .pairs(inputs: centreCapacity) : .tiles,
      outputs: run.outputs.rows(ofPane: pane), upperNodes: upperNodes, stride: stride)
    unsafe upcoming = .allocate(
      capacity: contextCapacity + centreCapacity + targets.tileCapacity * Kernels.tile)
    switch model.architecture {
    case .skipGram:
      hidden = nil
      partCapacity = isInQuads ? min(contextCapacity, Kernels.quad) : contextCapacity
    case .cbow:
      hidden = HiddenRows(count: centreCapacity, stride: stride)
      partCapacity = centreCapacity
    }
  }

  deinit {
    unsafe centres.deallocate()
    unsafe ends.deallocate()
    unsafe contexts.deallocate()
    unsafe upcoming.deallocate()
  }

  /// The number of the part's pairs, weighted as in the loss.
  var pairs: Double { targets.pairs * (targets.isPerPair ? 1 : Double(part.count)) }

  /// The floats of the part's dot products or gradients.
  var gradientCount: Int {
    isInQuads
      ? Kernels.quadSize(targets: targets.count)
      : Kernels.tileSize(inputs: part.count) &* targets.tileCount
  }

  /// The most floats that a part's dot products or gradients take.
  var gradientCapacity: Int {
    isInQuads
      ? Kernels.quadSize(targets: targets.capacity)
      : Kernels.tileSize(inputs: partCapacity) * targets.tileCapacity
  }

  // MARK: Preparing

  /// Makes the block one without rows.
  func clear() {
    centreCount = 0
    inputCount = 0
    part = 0..<0
    contextCount = 0
    upcomingCount = 0
  }

  /// Adds a centre word with its context.
  ///
  /// - Parameters:
  ///   - words: The kept words of a sentence.
  ///   - length: Their number, at least 2.
  ///   - centre: The centre word's place.
  ///   - reach: How far the context reaches to either side.
  ///   - isFresh: Whether the centre word before this one was not added to a block lately.
  func add(
    _ words: UnsafePointer<UInt32>, _ length: Int, centre: Int, reach: Int, isFresh: Bool
  ) {
    let end = min(centre &+ reach &+ 1, length)
    var count = contextCount
    var position = max(centre &- reach, 0)
    while position < end {
      let word = unsafe Int(words[position])
      unsafe contexts[count] = frozen?.copy(word, inputs.row(word), at: count) ?? inputs.row(word)
      count &+= position == centre ? 0 : 1
      position &+= 1
    }
    // At a sentence's start all of the context is new; later only the word that comes within the
    // reach of windows a step later: fetched once, well ahead.
    if centre == 0 || isFresh {
      for i in contextCount..<count { unsafe fetch(contexts[i]) }
    }
    unsafe fetch(inputs.row(Int(words[min(centre &+ model.window &+ 1, length &- 1)])))
    contextCount = count
    unsafe ends[centreCount] = count
    unsafe centres[centreCount] = words[centre]
    centreCount &+= 1
    inputCount = hidden == nil ? count : centreCount
  }

  /// Notes the targets' rows as ones to fetch.
  func fetchTargets() {
    for i in targets.near..<targets.count { unsafe fetch(targets.rows[i]) }
  }

  private func fetch(_ row: UnsafeMutablePointer<Float>) {
    unsafe upcoming[upcomingCount] = row
    upcomingCount &+= 1
  }

  // MARK: Training

  /// Goes to the next part of the inputs, each of which sees what the one before it changed; false
  /// behind the last.
  func advance() -> Bool {
    part = part.upperBound..<min(part.upperBound &+ partCapacity, inputCount)
    guard !part.isEmpty else { return false }
    if isInQuads { unsafe quad.take(contexts + part.lowerBound, part.count) }
    return true
  }

  /// Writes the dot products of some columns.
  func dots(
    _ kernels: Kernels, _ start: Int, _ end: Int, into dots: UnsafeMutablePointer<Float>
  ) {
    if isInQuads {
      unsafe kernels.quadDots(
        quad.rows, quad.width, targets.rows, targets.count, start, end, dots)
      return
    }
    let inputs = unsafe hidden?.rows ?? contexts + part.lowerBound
    unsafe kernels.dots(
      inputs, part.count, targets.rows, targets.tileCount, start, end, dots)
  }

  /// Writes the mean of each centre's context words, for some columns; skip-gram has none.
  func gather(_ kernels: Kernels, _ start: Int, _ end: Int) {
    guard let hidden else { return }
    var first = 0
    for i in 0..<centreCount {
      let last = unsafe ends[i]
      unsafe kernels.hiddenRow(
        contexts + first, last &- first, start, end, hidden.rows[i], hidden.changes[i])
      first = last
    }
  }

  /// Writes the gradients of the part's pairs; returns the loss.
  func gradients(
    _ kernels: Kernels, rate: Float, of parts: UnsafePointer<Float>, count: Int, apart: Int,
    into gradients: UnsafeMutablePointer<Float>
  ) -> Float {
    if isInQuads {
      return unsafe kernels.quadGradients(
        parts, count, apart, targets.count, targets.labels, targets.weights, quad.times, rate,
        gradients)
    }
    return unsafe kernels.gradients(
      parts, count, apart, part.count, targets.tileCount, targets.labels, targets.weights,
      targets.isPerPair, rate, gradients)
  }

  /// Moves some columns of the part's rows; the first part asks for those of the block that comes
  /// next.
  func update(
    _ kernels: Kernels, _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int,
    scratch: UnsafeMutablePointer<Float>, next: Block
  ) {
    let upcomingCount = part.lowerBound == 0 ? next.upcomingCount : 0
    if isInQuads {
      unsafe kernels.quadUpdate(
        quad.rows, quad.width, targets.rows, targets.count, gradients, start, end, next.upcoming,
        upcomingCount)
      return
    }
    let changes = unsafe hidden?.changes ?? contexts + part.lowerBound
    unsafe kernels.update(
      changes, part.count, UnsafePointer(hidden?.base), targets.rows, targets.count, gradients,
      start, end, stride, scratch, next.upcoming, upcomingCount)
    guard let hidden else { return }
    var first = 0
    for i in 0..<centreCount {
      let last = unsafe ends[i]
      let factor = model.cbowGradient == .true ? 1 / Float(last &- first) : 1
      unsafe kernels.addHiddenChange(
        contexts + first, last &- first, start, end, hidden.changes[i], factor)
      first = last
    }
  }
}

/// Copies of rows that must not change, for the kernels to change in their place.
@safe
private final class FrozenRows {
  private let isFrozen: [Bool]
  private let columns: Range<Int>
  private let stride: Int
  private let base: UnsafeMutablePointer<Float>

  init(_ isFrozen: [Bool], count: Int, stride: Int, columns: Range<Int>) {
    self.isFrozen = isFrozen
    self.stride = stride
    self.columns = columns
    unsafe base = Scratch.allocate(count * stride)
  }

  deinit { unsafe base.deallocate() }

  /// A copy of a word's row in one of the places; nil if the row may change.
  func copy(
    _ word: Int, _ row: UnsafeMutablePointer<Float>, at place: Int
  ) -> UnsafeMutablePointer<Float>? {
    guard isFrozen[word] else { return nil }
    let copy = unsafe base + place &* stride
    unsafe (copy + columns.lowerBound).update(from: row + columns.lowerBound, count: columns.count)
    return unsafe copy
  }
}

/// CBOW's hidden rows and the rows of their changes, in memory of their own.
@safe
private final class HiddenRows {
  let base: UnsafeMutablePointer<Float>
  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let changes: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

  init(count: Int, stride: Int) {
    let floats = 2 * count * stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: floats * 4, alignment: 64)
    unsafe base = memory.initializeMemory(as: Float.self, repeating: 0, count: floats)
    unsafe rows = .allocate(capacity: count)
    unsafe changes = .allocate(capacity: count)
    for i in 0..<count {
      unsafe rows[i] = base + i * stride
      unsafe changes[i] = base + (count + i) * stride
    }
  }

  deinit {
    unsafe base.deallocate()
    unsafe rows.deallocate()
    unsafe changes.deallocate()
  }
}
