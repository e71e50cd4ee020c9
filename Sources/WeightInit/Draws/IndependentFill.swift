/// Draws of independent entries.
public enum IndependentFill {
  /// The draw that follows a distribution.
  ///
  /// - Parameters:
  ///   - marginal: The distribution of an entry.
  ///   - stream: Where the values come from.
  /// - Returns: The draw.
  public static func make(_ marginal: Marginal, _ stream: RandomStream) -> any TensorFill {
    switch marginal {
    case .normal(let mean, let standardDeviation):
      NormalFill(stream, mean: mean, standardDeviation: standardDeviation)
    case .uniform(let low, let high):
      UniformFill(stream, low: low, high: high)
    case .discrete(let values, let probabilities):
      DiscreteFill(stream, values: values, probabilities: probabilities)
    }
  }
}
