/// Whose meaning of a scheme's name is meant.
///
/// JAX and Keras truncate the normal distribution of `he-normal`, `glorot-normal` and `lecun-normal`
/// at two standard deviations and widen it so that the variance is the nominal one; PyTorch and MLX do
/// not truncate. MLX's He schemes have no factor for ReLU: their gain is 1.
enum Convention: String, CaseIterable, Sendable {
  case torch
  case jax
  case keras
  case mlx

  private var truncates: Bool { self == .jax || self == .keras }

  /// The standard deviation of a normal that is truncated at two of its standard deviations, the
  /// constant that JAX and Keras divide by.
  static let truncatedDeviation = 0.87962566103423978

  /// A normal of a variance.
  func normal(variance: Double) -> Marginal {
    let deviation = variance.squareRoot()
    guard truncates else { return .normal(mean: 0, standardDeviation: deviation) }
    return .truncatedNormal(
      mean: 0,
      standardDeviation: deviation / Self.truncatedDeviation,
      lower: -2,
      upper: 2
    )
  }

  /// Reads the parameter.
  init(_ parameters: inout ParameterReader) {
    self = parameters.choice(
      "convention",
      default: Convention.torch,
      "whose meaning of the name: jax and keras truncate normals at two deviations and correct the "
        + "variance, mlx gives He schemes a gain of 1"
    )
  }
}

extension Marginal {
  /// A uniform about 0 of a variance.
  static func uniform(variance: Double) -> Marginal {
    let bound = (3 * variance).squareRoot()
    return .uniform(low: -bound, high: bound)
  }

  /// Two values of equal probability, of a variance about 0.
  static func rademacher(variance: Double) -> Marginal {
    let value = variance.squareRoot()
    return .discrete(values: [-value, value], probabilities: [0.5, 0.5])
  }
}

/// A scheme of independent entries: its law says everything about its draw.
protocol IndependentInitializer: Initializer {
  /// The distribution of an entry of the weights.
  func marginal(of layer: LayerContext) throws -> Marginal
}

extension IndependentInitializer {
  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    .independent(try marginal(of: layer))
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    IndependentFill.make(try marginal(of: layer), layer.stream("weight"))
  }
}
