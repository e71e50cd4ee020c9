internal import CVerificationKernels

/// The signs of a tensor's values in storage order, as bits.
struct SignStream {
  /// The bits, lowest first, with a spare word at the end.
  private(set) var words: [UInt64] = [0, 0]
  /// The number of bits.
  private(set) var count = 0

  /// Appends the signs of values; those equal to the center have none.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - center: What to subtract.
  ///   - limit: The bits after which nothing more is appended.
  mutating func append(
    _ values: UnsafeBufferPointer<Double>,
    center: Double,
    limit: Int
  ) {
    let taken = min(values.count, limit - count)
    guard taken > 0, let start = values.baseAddress else { return }
    let needed = (count + taken) / 64 + 2
    if words.count < needed {
      words.append(contentsOf: repeatElement(0, count: max(needed - words.count, words.count)))
    }
    count = vk_append_signs(start, taken, center, &words, count)
  }

  /// The bit at a position.
  func bit(_ position: Int) -> Bool { words[position / 64] >> UInt64(position % 64) & 1 == 1 }

  /// The 64 bits from a position on.
  func word(at position: Int) -> UInt64 { vk_bits_at(words, position) }
}
