internal import RealModule

/// Kolmogorov's limit law of `sqrt(n) sup |F_n - F|`, and p-values of the Kolmogorov–Smirnov test.
public enum KolmogorovDistribution {
  /// Returns P(K > x) of the limit law.
  ///
  /// Kolmogorov's alternating series above 1, its theta-function transform below; both converge
  /// within eight terms.
  ///
  /// - Parameter x: Any number; at 0 and below the probability is 1.
  /// - Returns: The probability, in 0...1, with full relative accuracy in the upper tail.
  public static func survivalProbability(_ x: Double) -> Double {
    guard !x.isNaN else { return .nan }
    if x <= 0 { return 1 }
    if x < 1 {
      let exponent = -Double.pi * Double.pi / (8 * x * x)
      var sum = 0.0
      for k in stride(from: 1.0, through: 15, by: 2) {
        sum += Double.exp(exponent * k * k)
      }
      return 1 - Double.sqrt(2 * .pi) / x * sum
    }
    var sum = 0.0
    for k in 1...8 {
      let term = Double.exp(-2 * x * x * Double(k * k))
      sum += k % 2 == 1 ? term : -term
    }
    return min(1, 2 * sum)
  }

  /// Returns the p-value of a one-sample Kolmogorov–Smirnov statistic.
  ///
  /// The limit law at Vrbik's corrected argument `sqrt(n) D + 1/(6 sqrt(n)) + (sqrt(n) D - 1)/(4n)`
  /// (Vrbik 2018, "Small-sample corrections to Kolmogorov–Smirnov test statistic").
  ///
  /// - Parameters:
  ///   - statistic: D = sup |F_n - F|, in 0...1.
  ///   - count: The number n of independent values, at least 1.
  /// - Returns: The probability of a larger statistic if F is right, or NaN for a count below 1.
  public static func kolmogorovSmirnovPValue(statistic: Double, count: Int) -> Double {
    guard count >= 1 else { return .nan }
    if statistic >= 1 { return 0 }
    let n = Double(count)
    let root = Double.sqrt(n)
    let x = root * statistic + 1 / (6 * root) + (root * statistic - 1) / (4 * n)
    return survivalProbability(x)
  }
}
