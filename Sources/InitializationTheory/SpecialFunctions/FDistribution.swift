/// The F distribution: the ratio of two independent chi-square variables, each over its degrees of freedom.
public struct FDistribution: Sendable, Hashable {
  /// The degrees of freedom of the numerator, above 0.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the denominator, above 0.
  public let denominatorDegreesOfFreedom: Double

  /// Creates the distribution.
  ///
  /// - Parameters:
  ///   - numeratorDegreesOfFreedom: Above 0, tested up to 2e9; otherwise every probability is NaN.
  ///   - denominatorDegreesOfFreedom: The same for the denominator.
  public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  /// Returns P(F <= f), accurate in the lower tail.
  ///
  /// - Parameter f: Any number; below 0 the probability is 0.
  /// - Returns: The probability, in 0...1.
  public func cumulativeProbability(_ f: Double) -> Double {
    tails(f).lower
  }

  /// Returns P(F > f), accurate in the upper tail.
  ///
  /// - Parameter f: Any number; below 0 the probability is 1.
  /// - Returns: The probability, in 0...1.
  public func survivalProbability(_ f: Double) -> Double {
    tails(f).upper
  }

  /// `d1 F/(d1 F + d2)` is Beta(d1/2, d2/2); both it and its complement are quotients, not differences.
  private func tails(_ f: Double) -> (lower: Double, upper: Double) {
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    guard d1 > 0, d2 > 0, !f.isNaN else { return (.nan, .nan) }
    if f <= 0 { return (0, 1) }
    let odds = f * (d1 / d2)
    return IncompleteBeta.tails(
      at: 1 / (1 + 1 / odds),
      complement: 1 / (1 + odds),
      d1 / 2,
      d2 / 2
    )
  }
}
