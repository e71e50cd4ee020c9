internal import CVerificationKernels
internal import RealModule

/// Finds tensors whose signs repeat each other: copies, whatever their sign, scale, shape or element
/// type, and draws from one random stream.
///
/// The words of 64 signs at multiples of 64 are indexed; every word at any position of any tensor is
/// looked up, and what matches is extended. A match counts from so many signs on that a chance match
/// anywhere has a probability below 2⁻³³: 34 more than twice the binary logarithm of all signs, and
/// at least 64. Repetitions of at least 127 signs, or as long as that, are found wherever they stand.
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
    let indexed = streams.reduce(0) { $0 + $1.count / 64 }
    let exponent = max(12, min(26, Int.bitWidth - (indexed * 64).leadingZeroBitCount))
    var filter = Array(repeating: UInt64(0), count: 1 << (exponent - 6))
    var index: [UInt64: (stream: Int32, position: Int)] = [:]
    index.reserveCapacity(indexed)
    for (number, stream) in streams.enumerated() {
      for position in stride(from: 0, to: stream.count - 63, by: 64) {
        let word = vk_canonical(stream.word(at: position))
        guard isIrregular(word), index[word] == nil else { continue }
        index[word] = (Int32(number), position)
        vk_filter_insert(&filter, UInt32(exponent), word)
      }
    }
    var matches: [Match] = []
    var seen: Set<[Int]> = []
    for (number, stream) in streams.enumerated() where stream.count >= 64 {
      var position = 0
      let end = stream.count - 63
      while true {
        position = vk_filter_search(filter, UInt32(exponent), stream.words, position, end)
        guard position < end else { break }
        defer { position += 1 }
        let word = vk_canonical(stream.word(at: position))
        guard let entry = index[word] else { continue }
        let other = Int(entry.stream)
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
    (1...8).allSatisfy { shift in
      let difference = (word ^ word >> UInt64(shift)) & (UInt64.max >> UInt64(shift))
      return difference != 0
    }
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
