internal import CVerificationKernels

/// Random numbers that belong to an element: functions of its value and its logical position.
enum ElementHash {
  /// A word that mixes a value's bits with a position.
  static func word(_ value: Double, at index: Int) -> UInt64 {
    SplitMix64.mix(
      SplitMix64.mix(value.bitPattern &+ 0x9E37_79B9_7F4A_7C15)
        ^ SplitMix64.mix(
          UInt64(truncatingIfNeeded: index) &+ 0xD1B5_4A32_D192_ED03
        )
    )
  }

  /// A number in (0, 1).
  ///
  /// The salt must depend on many values: with few distinct values, as in a discrete law, the value
  /// and the position alone would give every file of a shape the same numbers.
  static func uniform(at index: Int, salt: UInt64) -> Double {
    SplitMix64.uniform(
      SplitMix64.mix(salt ^ SplitMix64.mix(UInt64(truncatingIfNeeded: index) &+ 0xD1B5_4A32))
    )
  }

  /// A seed that depends on all values, their order, and a salt.
  static func seed(of values: UnsafeBufferPointer<Double>, salt: UInt64) -> UInt64 {
    guard let start = values.baseAddress else { return SplitMix64.mix(salt) }
    return SplitMix64.mix(vk_mix(start, values.count, salt &+ 0xA076_1D64_78BD_642F))
  }
}
