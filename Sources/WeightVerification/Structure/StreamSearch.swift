internal import CVerificationKernels
internal import RealModule

/// Finds tensors whose signs repeat each other: copies, whatever their sign, scale, shape or element
/// type, and draws from one random stream.
///
/// The words of 64 signs at multiples of 64 are indexed; every word at any position of any tensor is
/// looked up, and what matches is extended. A match counts from so many signs on that a chance match
/// anywhere has a probability below 2⁻³³: 34 more than twice the binary logarithm of all signs, and
/// at least 64. Repetitions of at least 127 signs, or as long as that, are found wherever they stand.
///
/// Of more than 2¹⁸ signs only one word in 16 is looked at, chosen by its own bits and therefore the
/// same in all repetitions, and the first such word of 256 is indexed: repetitions of at least 574
/// signs are found but for one in ten million, and most of those of at least 350. Of more than 2²³
/// signs it is one word in 64, and the first of 1024: at least 2110 and 1200.
enum StreamSearch {
  /// Two stretches of signs that agree.
  struct Match: Sendable, Hashable {
    /// The tensor that comes first and where the stretch begins.
    var first: Int
    var firstPosition: Int
    /// The other tensor, or the same.
    var second: Int
    var secondPosition: Int
    /// The number of signs.
    var length: Int
    /// Whether the signs are opposite.
    var isNegated: Bool
  }

  /// Where words stand: a hash table with open addressing.
  private struct WordIndex {
    /// One more than the number of a word, or 0 for none.
    private var table: [UInt32]
    private var words: [UInt64] = []
    private var places: [(stream: Int32, position: UInt32)] = []

    init(capacity: Int) {
      let exponent = Int.bitWidth - max(8, 2 * capacity).leadingZeroBitCount
      table = Array(repeating: 0, count: 1 << exponent)
      words.reserveCapacity(capacity)
      places.reserveCapacity(capacity)
    }

    /// The place of a word in the table, or the free one where it belongs.
    private func place(of word: UInt64) -> Int {
      var place = Int(truncatingIfNeeded: SplitMix64.mix(word)) & (table.count - 1)
      while table[place] != 0, words[Int(table[place]) - 1] != word {
        place = (place + 1) & (table.count - 1)
      }
      return place
    }

    /// Adds a word unless it is there.
    ///
    /// - Returns: Whether it was added.
    mutating func insert(_ word: UInt64, stream: Int, position: Int) -> Bool {
      let place = place(of: word)
      guard table[place] == 0 else { return false }
      words.append(word)
      places.append((Int32(stream), UInt32(position)))
      table[place] = UInt32(words.count)
      return true
    }

    func find(_ word: UInt64) -> (stream: Int, position: Int)? {
      let number = Int(table[place(of: word)])
      guard number > 0 else { return nil }
      return (Int(places[number - 1].stream), Int(places[number - 1].position))
    }
  }

  /// The pairs of tensors that are told apart, at most.
  private static let matchLimit = 4096

  /// Searches streams of signs.
  ///
  /// - Parameter streams: The signs of each tensor.
  /// - Returns: For each pair of tensors that repeat each other one match, in the order of discovery.
  static func matches(in streams: [SignStream]) -> [Match] {
    let total = streams.reduce(0) { $0 + $1.count }
    guard total >= 64 else { return [] }
    let needed = max(64, Int((2 * Double.log2(Double(total))).rounded(.up)) + 34)
    // Bits of words that must be 0 are those of VK_SELECTION.
    let (step, selection): (Int, UInt64) =
      switch total {
      case ...(1 << 18): (64, 0)
      case ...(1 << 23): (256, 0xF << 28)
      default: (1024, 0x3F << 26)
      }
    let indexed = streams.reduce(0) { $0 + $1.count / step + 1 }
    let exponent = max(12, min(26, Int.bitWidth - (indexed * 64).leadingZeroBitCount))
    var filter = Array(repeating: UInt64(0), count: 1 << (exponent - 6))
    var index = WordIndex(capacity: indexed)
    for (number, stream) in streams.enumerated() {
      for start in stride(from: 0, to: stream.count - 63, by: step) {
        let end = min(start + step, stream.count - 63)
        let position = vk_filter_search(nil, 0, selection, stream.words, start, end)
        guard position < end else { continue }
        let word = vk_canonical(stream.word(at: position))
        guard isIrregular(word), index.insert(word, stream: number, position: position) else {
          continue
        }
        vk_filter_insert(&filter, UInt32(exponent), word)
      }
    }
    var matches: [Match] = []
    var seen: Set<[Int]> = []
    for (number, stream) in streams.enumerated() where stream.count >= 64 {
      var position = 0
      let end = stream.count - 63
      while true {
        position = vk_filter_search(
          filter,
          UInt32(exponent),
          selection,
          stream.words,
          position,
          end
        )
        guard position < end else { break }
        defer { position += 1 }
        let word = vk_canonical(stream.word(at: position))
        guard let entry = index.find(word) else { continue }
        let other = entry.stream
        if other == number, entry.position == position { continue }
        let pair = [min(other, number), max(other, number)]
        guard !seen.contains(pair) else { continue }
        let match = extended(streams, other, entry.position, number, position)
        guard match.length >= needed else { continue }
        seen.insert(pair)
        matches.append(match)
        if matches.count == matchLimit { return matches }
      }
    }
    return matches
  }

  /// Whether a word is no repetition of up to eight signs, as constant values make it.
  private static func isIrregular(_ word: UInt64) -> Bool {
    for shift in UInt64(1)...8 where (word ^ word &>> shift) & (UInt64.max &>> shift) == 0 {
      return false
    }
    return true
  }

  /// The longest stretch around 64 matching signs.
  private static func extended(
    _ streams: [SignStream],
    _ first: Int,
    _ firstPosition: Int,
    _ second: Int,
    _ secondPosition: Int
  ) -> Match {
    let (a, b) = (streams[first], streams[second])
    let isNegated = a.bit(firstPosition) != b.bit(secondPosition)
    var (start, end) = (0, 64)
    while firstPosition + start > 0, secondPosition + start > 0,
      (a.bit(firstPosition + start - 1) != b.bit(secondPosition + start - 1)) == isNegated
    { start -= 1 }
    while firstPosition + end < a.count, secondPosition + end < b.count,
      (a.bit(firstPosition + end) != b.bit(secondPosition + end)) == isNegated
    { end += 1 }
    var match = Match(
      first: first,
      firstPosition: firstPosition + start,
      second: second,
      secondPosition: secondPosition + start,
      length: end - start,
      isNegated: isNegated
    )
    if (match.second, match.secondPosition) < (match.first, match.firstPosition) {
      swap(&match.first, &match.second)
      swap(&match.firstPosition, &match.secondPosition)
    }
    return match
  }
}

extension VerificationReport {
  /// Adds the exact rule `random-stream` to the tensors whose signs were recorded.
  ///
  /// - Parameters:
  ///   - matches: What repeats.
  ///   - recorded: The positions of the tensors in the report, in the order of the streams, and how
  ///     many signs each has.
  mutating func addStreamRule(
    _ matches: [StreamSearch.Match],
    recorded: [(tensor: Int, signs: Int)]
  ) {
    for (stream, record) in recorded.enumerated() where record.signs >= 64 {
      let found = matches.first { $0.first == stream || $0.second == stream }
      var effect = "no stretch of its \(record.signs) signs stands anywhere else"
      if let found {
        let isFirst = found.first == stream && found.second != stream
        let other = tensors[recorded[isFirst ? found.second : found.first].tensor].name
        let (own, others) =
          isFirst
          ? (found.firstPosition, found.secondPosition)
          : (found.secondPosition, found.firstPosition)
        effect = """
          \(found.length) signs in a row, from number \(own) on, are \
          \(found.isNegated ? "the opposite of" : "the same as") those of \(other) from \
          number \(others) on: a copy, or a draw from the same random numbers
          """
      }
      tensors[record.tensor].tests.insert(
        TestResult(
          exact: "random-stream",
          rule: "the signs of the values repeat no others",
          holds: found == nil,
          statistic: Double(found?.length ?? 0),
          effect: effect
        ),
        at: tensors[record.tensor].tests.firstIndex { $0.family == .statistical }
          ?? tensors[record.tensor].tests.endIndex
      )
    }
  }

}
