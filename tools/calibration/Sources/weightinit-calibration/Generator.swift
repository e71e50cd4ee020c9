import Foundation

/// Random numbers of the calibration, independent of the library's own streams (xoshiro256++, seeded
/// by SplitMix64).
struct Generator {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  private var spare: Double?

  init(seed: UInt64) {
    var seed = seed
    func next(_ seed: inout UInt64) -> UInt64 {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var z = seed
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (next(&seed), next(&seed), next(&seed), next(&seed))
  }

  mutating func word() -> UInt64 {
    func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotate(state.0 &+ state.3, 23) &+ state.0
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotate(state.3, 45)
    return result
  }

  /// Uniform on (0, 1).
  mutating func uniform() -> Double { (Double(word() >> 12) + 0.5) * 0x1p-52 }

  /// A whole number below a bound.
  mutating func below(_ bound: Int) -> Int { Int(uniform() * Double(bound)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Standard normal (Box & Muller).
  mutating func normal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  mutating func normals(_ count: Int, scale: Double = 1) -> [Double] {
    (0..<count).map { _ in scale * normal() }
  }
}
