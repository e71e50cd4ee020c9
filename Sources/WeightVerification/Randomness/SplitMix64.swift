/// A small generator for the random choices of null transforms.
///
/// Its seeds come from the tensor's own bits, so that a report is reproducible, whatever the chunks
/// in which the tensor arrives.
///
/// Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The generator's output function: a bijection of 64-bit words without visible structure.
  static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in (0, 1) from the upper 53 bits of a word; neither end occurs.
  static func uniform(_ word: UInt64) -> Double {
    (Double(word >> 12) + 0.5) * 0x1p-52
  }

  /// The next number in (0, 1).
  mutating func nextUniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.uniform(Self.mix(state))
  }
}
