import InitializationTheory

/// Groups of layers that are repeated, and layers that refer to others.
extension SpecificationReader {
  /// How many layers a specification may describe, so that a few repetitions of repetitions cannot
  /// exhaust the memory.
  static let layerLimit = 1 << 17

  private static let groupKeys = ["repeat", "layers", "count", "start"]

  /// Reads a repeated group: `{repeat: 12, layers: […]}`, in whose names `{i}` counts.
  mutating func readGroup(
    _ entries: [DocumentNode.Entry],
    _ node: DocumentNode,
    at pointer: String
  ) {
    let problems = diagnostics.count
    for entry in entries where !Self.groupKeys.contains(entry.key) {
      report(
        pointer + "/" + entry.key.pointerToken,
        entry.value,
        "unknown key `\(entry.key)` of a repeated group, which has `repeat`, `layers`, `count` (the "
          + "letter that counts, i) and `start` (the first number, 0)"
      )
    }
    let repetitions = number("repeat", node, pointer, in: 1...Self.layerLimit, default: nil)
    let start = number("start", node, pointer, in: 0...Int.max >> 8, default: 0)
    let letter = node["count"]?.text ?? "i"
    if letter.isEmpty || !letter.allSatisfy(\.isLetter)
      || node["count"].map({ $0.text == nil }) == true
    {
      report(
        pointer + "/count",
        node,
        "`count` must be a letter or a word, such as i, found \(letter)"
      )
    }
    if counters.contains(where: { $0.letter == letter }) {
      report(
        pointer + "/count",
        node,
        "the group around this one counts `{\(letter)}` already; give another letter by `count: j`"
      )
    }
    guard let list = node["layers"]?.list, !list.isEmpty else {
      report(
        pointer + "/layers",
        node,
        "a repeated group needs `layers`, a list of at least one layer"
      )
      followsUnread = true
      return
    }
    guard diagnostics.count == problems, let repetitions, let start else {
      followsUnread = true
      return
    }
    groupCount += 1
    repeatedDepth = repetitions
    for repetition in 0..<repetitions {
      guard layers.count < Self.layerLimit else {
        report(
          pointer + "/repeat",
          node,
          "the network has more than \(Self.layerLimit) layers; repeat less"
        )
        return
      }
      counters.append((letter, start + repetition))
      let before = (diagnostics.count, groupCount)
      for (index, layer) in list.enumerated() { readLayer(layer, at: "\(pointer)/layers/\(index)") }
      counters.removeLast()
      // What is wrong with the layers is wrong in every repetition.
      if diagnostics.count > before.0 { break }
      if repetition > 0 { groupCount = before.1 }
    }
  }

  private mutating func number(
    _ key: String,
    _ node: DocumentNode,
    _ pointer: String,
    in range: ClosedRange<Int>,
    default defaultValue: Int?
  ) -> Int? {
    guard let entry = node[key] else { return defaultValue }
    guard let value = entry.integer, range.contains(value) else {
      report(
        pointer + "/" + key,
        entry,
        "`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound), found "
          + entry.summary
      )
      return nil
    }
    return value
  }

  /// A name with the numbers of the groups around it in place of `{i}`; `{i-1}` is the one before.
  func counted(_ name: String) -> String {
    var result = name
    for (letter, value) in counters {
      result = result.replacing("{\(letter)}", with: "\(value)")
      result = result.replacing("{\(letter)-1}", with: "\(value - 1)")
    }
    return result
  }

  /// Reads the layers whose outputs flow into a layer.
  mutating func readFrom(_ node: DocumentNode, _ pointer: String) -> [String] {
    guard let list = node.list else {
      return layerName(node, pointer).map { [$0] } ?? []
    }
    if list.isEmpty { report(pointer, node, "`from` is empty: name a layer, or leave it out") }
    return list.enumerated().compactMap { layerName($1, "\(pointer)/\($0)") }
  }
}
