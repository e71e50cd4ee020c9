/// The chi-square distribution: the sum of the squares of independent N(0, 1) variables.
public struct ChiSquareDistribution: Sendable, Hashable {
  /// The number of squares, above 0; need not be whole.
  public let degreesOfFreedom: Double

  /// Creates the distribution.
  ///
  /// - Parameter degreesOfFreedom: Above 0, tested up to 2e9; otherwise every probability is NaN.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Returns P(X <= x), accurate in the lower tail.
  ///
  /// - Parameter x: Any number; below 0 the probability is 0.
  /// - Returns: The probability, in 0...1.
  public func cumulativeProbability(_ x: Double) -> Double {
    IncompleteGamma.lower(shape: degreesOfFreedom / 2, at: x < 0 ? 0 : x / 2)
  }

  /// Returns P(X > x), accurate in the upper tail.
  ///
  /// - Parameter x: Any number; below 0 the probability is 1.
  /// - Returns: The probability, in 0...1.
  public func survivalProbability(_ x: Double) -> Double {
    IncompleteGamma.upper(shape: degreesOfFreedom / 2, at: x < 0 ? 0 : x / 2)
  }
}
