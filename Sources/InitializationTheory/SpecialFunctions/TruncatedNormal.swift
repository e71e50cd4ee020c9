internal import RealModule

/// The standard normal distribution between two bounds.
public struct TruncatedNormal: Sendable, Hashable {
  /// The lower bound.
  public let lower: Double
  /// The upper bound.
  public let upper: Double
  /// The probability that a standard normal lies between the bounds.
  public let probability: Double

  /// Creates the distribution; `nil` when the bounds are not in order or leave less than 1e-300.
  ///
  /// - Parameters:
  ///   - lower: The lower bound; minus infinity for none.
  ///   - upper: The upper bound, above the lower; infinity for none.
  public init?(lower: Double, upper: Double) {
    guard lower < upper else { return nil }
    probability = Self.probability(from: lower, to: upper)
    guard probability >= 1e-300 else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// Returns the probability of a value up to x.
  ///
  /// - Parameter x: Any number.
  /// - Returns: A probability, accurate in the lower tail.
  public func cumulativeProbability(_ x: Double) -> Double {
    if x <= lower { return 0 }
    if x >= upper { return 1 }
    return min(1, Self.probability(from: lower, to: x) / probability)
  }

  /// Returns the probability of a value above x.
  ///
  /// - Parameter x: Any number.
  /// - Returns: A probability, accurate in the upper tail.
  public func survivalProbability(_ x: Double) -> Double {
    if x <= lower { return 1 }
    if x >= upper { return 0 }
    return min(1, Self.probability(from: x, to: upper) / probability)
  }

  /// Mean, variance, skewness and kurtosis, by quadrature of the density.
  public var moments: (mean: Double, variance: Double, skewness: Double, kurtosis: Double) {
    // The density is greatest at `mode` and e⁻⁴⁰ of that at the ends of the range.
    let mode = min(max(0, lower), upper)
    let reach = 40 / max(abs(mode), 4)
    let (low, high) = (max(lower, mode - reach), min(upper, mode + reach))
    let rule = GaussLegendreRule.nodes24
    func integral(_ body: (Double) -> Double) -> Double {
      let panels = 40
      let width = (high - low) / Double(panels)
      var sum = 0.0
      for panel in 0..<panels {
        for (node, weight) in zip(rule.nodes, rule.weights) {
          let z = low + (Double(panel) + node) * width
          sum += weight * body(z) * Double.exp((mode - z) * (mode + z) / 2)
        }
      }
      return sum * width
    }
    let total = integral { _ in 1 }
    let mean = mode + integral { $0 - mode } / total
    func central(_ power: Int) -> Double {
      integral { z in (0..<power).reduce(1) { product, _ in product * (z - mean) } } / total
    }
    let variance = central(2)
    return (
      mean, variance, central(3) / (variance * variance.squareRoot()),
      central(4) / (variance * variance)
    )
  }

  /// Φ(to) - Φ(from), from the tail in which both lie where there is one.
  private static func probability(from: Double, to: Double) -> Double {
    from > 0
      ? StandardNormal.survivalProbability(from) - StandardNormal.survivalProbability(to)
      : StandardNormal.cumulativeProbability(to) - StandardNormal.cumulativeProbability(from)
  }
}
