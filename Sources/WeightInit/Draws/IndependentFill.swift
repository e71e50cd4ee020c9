/// Draws of independent entries.
public enum IndependentFill {
  /// The draw that follows a distribution.
  ///
  /// - Parameters:
  ///   - marginal: The distribution of an entry.
  ///   - stream: Where the values come from.
  /// - Returns: The draw; not-a-number where bounds leave nothing of a truncated normal.
  public static func make(_ marginal: Marginal, _ stream: RandomStream) -> any TensorFill {
    switch marginal {
    case .normal(let mean, let standardDeviation):
      NormalFill(stream, mean: mean, standardDeviation: standardDeviation)
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      if let truncation = NormalTruncation(lower: lower, upper: upper) {
        TruncatedNormalFill(
          stream,
          mean: mean,
          standardDeviation: standardDeviation,
          truncation: truncation
        )
      } else {
        ConstantFill(.nan)
      }
    case .uniform(let low, let high):
      UniformFill(stream, low: low, high: high)
    case .discrete(let values, let probabilities):
      DiscreteFill(stream, values: values, probabilities: probabilities)
    }
  }
}
