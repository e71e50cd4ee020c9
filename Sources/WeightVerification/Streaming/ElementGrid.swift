internal import WeightInit

/// The numbers that an element type can hold, and what rounding to them does.
struct ElementGrid {
  /// The significant bits, the hidden one included.
  let significandBits: Int
  /// The exponent of the smallest normal number.
  let leastExponent: Int
  /// The largest finite number.
  let greatestFinite: Double
  /// Whether a cell is wide enough to be seen in a tensor of any size that fits a computer.
  let isCoarse: Bool

  init(_ type: ElementType) {
    switch type {
    case .float64:
      (significandBits, leastExponent) = (53, -1022)
      greatestFinite = .greatestFiniteMagnitude
    case .float32:
      (significandBits, leastExponent) = (24, -126)
      greatestFinite = Double(Float.greatestFiniteMagnitude)
    case .float16:
      (significandBits, leastExponent) = (11, -14)
      greatestFinite = 65504
    case .bfloat16:
      (significandBits, leastExponent) = (8, -126)
      greatestFinite = 0x1.FEp127
    }
    isCoarse = significandBits < 24
  }

  /// The relative error of one rounding, 2^-(significant bits).
  var unitRoundoff: Double { Self.powerOfTwo(-significandBits) }

  /// The distance from a number to the next one away from zero; beyond the largest, as far as below
  /// it.
  func ulp(at value: Double) -> Double {
    let finite = value.isFinite ? value : greatestFinite
    let exponent = finite == 0 ? leastExponent : max(leastExponent, Int(finite.exponent))
    return Self.powerOfTwo(exponent - significandBits + 1)
  }

  /// The nearest number of the type, ties to even; infinite beyond the largest.
  func rounded(_ value: Double) -> Double {
    guard value.isFinite, significandBits < 53 else { return value }
    let quantum = ulp(at: value)
    let result = (value / quantum).rounded(.toNearestOrEven) * quantum
    return abs(result) > greatestFinite ? (result < 0 ? -.infinity : .infinity) : result
  }

  /// The real numbers that round to a number of the type, up to the ends.
  func cell(of value: Double) -> (low: Double, high: Double) {
    let away = ulp(at: value) / 2
    // Below a power of two the numbers are twice as dense.
    let magnitude = abs(value)
    let isPowerOfTwo = magnitude.significand == 1 && value != 0
    let toward = isPowerOfTwo && Int(magnitude.exponent) > leastExponent ? away / 2 : away
    return value < 0 ? (value - away, value + toward) : (value - toward, value + away)
  }

  /// How many keys the numbers of a coarse grid have.
  var coarseKeyCount: Int { 1 << 17 }

  /// A key that no other number of a coarse grid has.
  func coarseKey(of value: Double) -> Int {
    let bits = Float(value).bitPattern
    if significandBits == 8 { return Int(bits >> 16) }
    // Ten bits of fraction, six of the exponent from 2⁻²⁴ on, or 0 for the number 0, and the sign.
    let exponent = max(102, Int(bits >> 23 & 0xFF)) - 102
    return Int(bits >> 31) << 16 | (exponent & 0x3F) << 10 | Int(bits >> 13 & 0x3FF)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    // The smallest subnormal has exponent -1074.
    Double(sign: .plus, exponent: max(-1074, exponent), significand: 1)
  }
}
