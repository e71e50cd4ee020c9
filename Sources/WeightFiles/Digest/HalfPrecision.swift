/// Exact widening of 16-bit floating point numbers, by their bits.
enum HalfPrecision {
  /// The binary32 with the value of a bfloat16.
  static func widenBrain(_ bits: UInt16) -> UInt32 {
    UInt32(bits) << 16
  }

  /// The binary32 with the value of an IEEE 754 binary16; the payload of a NaN is kept.
  static func widen(_ bits: UInt16) -> UInt32 {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch (exponent, fraction) {
    case (0, 0):
      return sign
    case (0, _):
      // A subnormal, fraction · 2⁻²⁴, is a normal binary32: its first one becomes the hidden bit.
      let shift = UInt32(fraction.leadingZeroBitCount) - 21
      return sign | (113 - shift) << 23 | (fraction << (shift + 13)) & 0x7F_FFFF
    case (0x1F, _):
      return sign | 0x7F80_0000 | fraction << 13
    default:
      return sign | (exponent + 112) << 23 | fraction << 13
    }
  }
}
