/// The distribution of a single entry.
public enum Marginal: Sendable, Hashable {
  /// A normal distribution.
  case normal(mean: Double, standardDeviation: Double)
  /// A normal distribution between two bounds.
  ///
  /// `mean` and `standardDeviation` are those of the normal that is truncated; `lower` and `upper`
  /// count in its standard deviations from its mean.
  case truncatedNormal(mean: Double, standardDeviation: Double, lower: Double, upper: Double)
  /// A uniform distribution on the interval from `low` to `high`.
  case uniform(low: Double, high: Double)
  /// Finitely many values, ascending, each with its probability; the probabilities add up to 1.
  case discrete(values: [Double], probabilities: [Double])
}
