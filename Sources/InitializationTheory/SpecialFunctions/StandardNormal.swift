internal import RealModule

/// The standard normal distribution N(0, 1).
public enum StandardNormal {
  /// Returns the density `exp(-x²/2)/sqrt(2π)`.
  ///
  /// - Parameter x: Any number.
  /// - Returns: The density at `x`.
  public static func density(_ x: Double) -> Double {
    Double.exp(-0.5 * x * x) * 0.398_942_280_401_432_677_939_946_059_934
  }

  /// Returns the distribution function Φ(x) = P(Z <= x), accurate in the lower tail.
  ///
  /// - Parameter x: Any number.
  /// - Returns: Φ(x).
  public static func cumulativeProbability(_ x: Double) -> Double {
    Double.erfc(-x * squareRootOfHalf) / 2
  }

  /// Returns the survival function 1 - Φ(x) = P(Z > x), accurate in the upper tail.
  ///
  /// - Parameter x: Any number.
  /// - Returns: 1 - Φ(x).
  public static func survivalProbability(_ x: Double) -> Double {
    Double.erfc(x * squareRootOfHalf) / 2
  }

  private static let squareRootOfHalf = 0.707_106_781_186_547_524_400_844_362_105
}
