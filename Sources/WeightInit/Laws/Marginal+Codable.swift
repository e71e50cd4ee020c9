internal import InitializationTheory

/// The JSON form of a marginal: an object whose `distribution` names the case, beside its parameters.
extension Marginal: Codable {
  private enum Distribution: String, Codable {
    case normal, uniform, discrete
    case truncatedNormal = "truncated-normal"
  }

  private enum Key: String, CodingKey {
    case distribution, mean, standardDeviation, lower, upper, low, high, values, probabilities
  }

  /// Reads a marginal from its JSON form.
  ///
  /// - Parameter decoder: Where the object comes from.
  /// - Throws: `DecodingError` when the distribution is unknown or a parameter is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Distribution.self, forKey: .distribution) {
    case .normal:
      self = .normal(
        mean: try container.decode(Double.self, forKey: .mean),
        standardDeviation: try container.decode(Double.self, forKey: .standardDeviation)
      )
    case .truncatedNormal:
      self = .truncatedNormal(
        mean: try container.decode(Double.self, forKey: .mean),
        standardDeviation: try container.decode(Double.self, forKey: .standardDeviation),
        lower: try container.decode(Double.self, forKey: .lower),
        upper: try container.decode(Double.self, forKey: .upper)
      )
    case .uniform:
      self = .uniform(
        low: try container.decode(Double.self, forKey: .low),
        high: try container.decode(Double.self, forKey: .high)
      )
    case .discrete:
      self = .discrete(
        values: try container.decode([Double].self, forKey: .values),
        probabilities: try container.decode([Double].self, forKey: .probabilities)
      )
    }
  }

  /// Writes the marginal in its JSON form.
  ///
  /// - Parameter encoder: Where the object goes.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .normal(let mean, let standardDeviation):
      try container.encode(Distribution.normal, forKey: .distribution)
      try container.encode(mean, forKey: .mean)
      try container.encode(standardDeviation, forKey: .standardDeviation)
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      try container.encode(Distribution.truncatedNormal, forKey: .distribution)
      try container.encode(mean, forKey: .mean)
      try container.encode(standardDeviation, forKey: .standardDeviation)
      try container.encode(lower, forKey: .lower)
      try container.encode(upper, forKey: .upper)
    case .uniform(let low, let high):
      try container.encode(Distribution.uniform, forKey: .distribution)
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
    case .discrete(let values, let probabilities):
      try container.encode(Distribution.discrete, forKey: .distribution)
      try container.encode(values, forKey: .values)
      try container.encode(probabilities, forKey: .probabilities)
    }
  }

  /// What is wrong with the parameters, or `nil`.
  var problem: String? {
    switch self {
    case .normal(let mean, let standardDeviation):
      mean.isFinite && standardDeviation.isFinite && standardDeviation > 0
        ? nil : "a normal needs a finite mean and a standardDeviation above 0"
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      mean.isFinite && standardDeviation.isFinite && standardDeviation > 0 && lower.isFinite
        && upper.isFinite && TruncatedNormal(lower: lower, upper: upper) != nil
        ? nil
        : "a truncated normal needs a finite mean, a standardDeviation above 0 and finite bounds with "
          + "lower below upper, between which it has a probability"
    case .uniform(let low, let high):
      low.isFinite && high.isFinite && low < high
        ? nil : "a uniform needs finite bounds with low below high"
    case .discrete(let values, let probabilities):
      values.count >= 2 && values.count == probabilities.count
        && zip(values, values.dropFirst()).allSatisfy(<)
        && values.allSatisfy(\.isFinite) && probabilities.allSatisfy { $0 > 0 }
        && abs(probabilities.reduce(0, +) - 1) < 1e-9
        ? nil
        : "a discrete law needs two or more ascending values with positive probabilities that add up "
          + "to 1"
    }
  }
}
