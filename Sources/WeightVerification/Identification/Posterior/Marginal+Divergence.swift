internal import InitializationTheory
internal import RealModule
internal import WeightInit

extension Marginal {
  /// The Kullback–Leibler divergence of another distribution from this one, in nats for one entry.
  ///
  /// Exact within each shape; infinite between shapes, which differ by a constant for each entry, and
  /// where this one reaches beyond the other's support.
  func divergence(to other: Marginal) -> Double {
    switch (self, other) {
    case (.normal(let mean, let deviation), .normal(let otherMean, let otherDeviation)):
      let ratio = deviation / otherDeviation
      let shift = (mean - otherMean) / otherDeviation
      return max(0, (ratio * ratio - 1 + shift * shift) / 2 - Double.log(ratio))
    case (.uniform(let low, let high), .uniform(let otherLow, let otherHigh)):
      let slack = (high - low) * 1e-12
      guard low >= otherLow - slack, high <= otherHigh + slack else { return .infinity }
      return max(0, Double.log((otherHigh - otherLow) / (high - low)))
    case (
      .truncatedNormal(let mean, let deviation, let lower, let upper),
      .truncatedNormal(let otherMean, let otherDeviation, let otherLower, let otherUpper)
    ):
      guard lower == otherLower, upper == otherUpper, mean == otherMean,
        let law = TruncatedNormal(lower: lower, upper: upper)
      else { return .infinity }
      let ratio = deviation / otherDeviation
      guard ratio <= 1 + 1e-12 else { return .infinity }
      let (center, variance, _, _) = law.moments
      let square = variance + center * center
      return max(0, square / 2 * (ratio * ratio - 1) - Double.log(ratio))
    case (.discrete(let values, let shares), .discrete(let otherValues, let otherShares)):
      guard values.count == otherValues.count, shares.count == otherShares.count,
        zip(values, otherValues).allSatisfy({ abs($0 - $1) <= 1e-7 * max(abs($0), abs($1)) })
      else { return .infinity }
      return zip(shares, otherShares).reduce(0) {
        $0 + ($1.0 > 0 ? $1.0 * Double.log($1.0 / $1.1) : 0)
      }
    default:
      return .infinity
    }
  }
}
