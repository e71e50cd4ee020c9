/// What a tensor is for in its layer.
public enum TensorRole: String, Sendable, Hashable, Codable, CaseIterable {
  /// The weights, which a scheme draws.
  case weight
  /// The biases, which a scheme draws or leaves at zero.
  case bias
  /// The scale of a normalization, 1.
  case scale
  /// The shift of a normalization, 0.
  case shift
  /// The running mean of a batch normalization, 0.
  case runningMean = "running-mean"
  /// The running variance of a batch normalization, 1.
  case runningVariance = "running-variance"
  /// The slope of a PReLU for negative inputs, 0.25.
  case slope

  /// The value of tensors that no scheme draws.
  var constant: Double? {
    switch self {
    case .weight, .bias: nil
    case .scale, .runningVariance: 1
    case .shift, .runningMean: 0
    case .slope: 0.25
    }
  }
}
