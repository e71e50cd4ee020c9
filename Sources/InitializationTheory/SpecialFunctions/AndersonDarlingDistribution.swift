internal import RealModule

/// The limit law of the Anderson–Darling statistic A² when every parameter is known.
public enum AndersonDarlingDistribution {
  /// Returns P(A² > x) of the limit law `Σ_j Z_j²/(j(j+1))`.
  ///
  /// Smirnov's formula for the tail of a quadratic form with distinct weights 1/λ_j, λ_j = j(j+1):
  /// `(1/π) Σ_k (-1)^(k+1) ∫ exp(-xu/2)/(u sqrt(-D(u))) du` over `λ_(2k-1) < u < λ_(2k)`, where
  /// `D(u) = Π(1 - u/λ_j) = -cos(π sqrt(1+4u)/2)/(πu)` (Anderson & Darling 1952; Smirnov 1937).
  /// With `sqrt(1+4u) = 4k + c`, -1 < c < 1, the ends are inverse square roots and Gauss–Chebyshev
  /// nodes converge exponentially. Unlike the approximations of Marsaglia & Marsaglia (2004), to
  /// which it agrees, this is exact and keeps its relative accuracy in the upper tail.
  ///
  /// - Parameter x: Any number; at 0 and below the probability is 1.
  /// - Returns: The probability, in 0...1.
  public static func survivalProbability(_ x: Double) -> Double {
    guard !x.isNaN else { return .nan }
    // P(A² <= 0.025) is 2e-21.
    if x <= 0.025 { return 1 }
    var sum = 0.0
    var k = 1
    while true {
      let term = interval(k, x)
      sum += k % 2 == 1 ? term : -term
      // The terms fall like exp(-2k²x); the first one cannot underflow before the whole tail does.
      if term <= abs(sum) * 0x1p-60 || k == 100 { break }
      k += 1
    }
    return min(1, max(0, sum))
  }

  /// The absolute value of the k-th integral of the formula, over π.
  private static func interval(_ k: Int, _ x: Double) -> Double {
    // exp(-xu/2) narrows as x grows; 128 nodes resolve it down to tails of 1e-300.
    let count = 128
    var sum = 0.0
    for i in 0..<count {
      let angle = (Double(i) + 0.5) / Double(count) * .pi
      let c = Double.cos(angle)
      let w = 4 * Double(k) + c
      let u = (w * w - 1) / 4
      // du = w/2 dc, and -D(u) πu = cos(πc/2), which vanishes at both ends like sin²(angle).
      let sine = Double.sin(angle)
      let density = Double.sqrt(.pi / (u * Double.cos(.pi * c / 2)))
      sum += Double.exp(-x * u / 2) * density * w / 2 * sine
    }
    return sum / Double(count)
  }
}
