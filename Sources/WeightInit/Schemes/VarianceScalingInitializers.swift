/// Independent entries whose variance is a scale divided by a fan.
struct VarianceScaling: IndependentInitializer {
  /// The distribution of an entry.
  enum Distribution: String, CaseIterable, Sendable {
    case normal
    case truncatedNormal = "truncated-normal"
    case uniform
    case rademacher
  }

  static let identifier = "variance-scaling"
  static let summary = "independent entries of variance scale/fan"
  static let source = "common practice of TensorFlow, Keras and JAX"

  private let scale: Double
  private let mode: ScalingFan
  private let distribution: Distribution

  init(_ parameters: inout ParameterReader) {
    scale = parameters.number(
      "scale",
      default: 1,
      in: .positive,
      "the variance before division by the fan"
    )
    mode = parameters.choice("mode", default: ScalingFan.fanIn, "what divides the variance")
    distribution = parameters.choice(
      "distribution",
      default: Distribution.normal,
      "the distribution; truncated-normal ends at two deviations and has the nominal variance, as "
        + "in JAX and Keras"
    )
  }

  func marginal(of layer: LayerContext) -> Marginal {
    let variance = scale / mode.count(of: layer)
    return switch distribution {
    case .normal: Convention.torch.normal(variance: variance)
    case .truncatedNormal: Convention.jax.normal(variance: variance)
    case .uniform: .uniform(variance: variance)
    case .rademacher: .rademacher(variance: variance)
    }
  }
}

/// The parameters that the Glorot schemes share: the variance is gain²/((fan_in + fan_out)/2).
private struct GlorotScale: Sendable {
  let gain: Double
  let convention: Convention

  init(_ parameters: inout ParameterReader) {
    gain = parameters.number(
      "gain",
      default: 1,
      in: .positive,
      "what the standard deviation is multiplied by"
    )
    convention = Convention(&parameters)
  }

  func variance(of layer: LayerContext) -> Double {
    gain * gain / ScalingFan.average.count(of: layer)
  }
}

/// Independent normal entries of Glorot's variance.
struct GlorotNormal: IndependentInitializer {
  static let identifier = "glorot-normal"
  static let aliases = ["xavier-normal"]
  static let summary = "independent normal entries of variance 2 gain²/(fan_in + fan_out)"
  static let source = "Glorot & Bengio 2010, eq. 12"

  private let scale: GlorotScale

  init(_ parameters: inout ParameterReader) { scale = GlorotScale(&parameters) }

  func marginal(of layer: LayerContext) -> Marginal {
    scale.convention.normal(variance: scale.variance(of: layer))
  }
}

/// Independent uniform entries of Glorot's variance.
struct GlorotUniform: IndependentInitializer {
  static let identifier = "glorot-uniform"
  static let aliases = ["xavier-uniform"]
  static let summary = "independent uniform entries of variance 2 gain²/(fan_in + fan_out)"
  static let source = "Glorot & Bengio 2010, eq. 16"

  private let scale: GlorotScale

  init(_ parameters: inout ParameterReader) { scale = GlorotScale(&parameters) }

  func marginal(of layer: LayerContext) -> Marginal {
    .uniform(variance: scale.variance(of: layer))
  }
}

/// Independent normal entries of LeCun's variance.
struct LeCunNormal: IndependentInitializer {
  static let identifier = "lecun-normal"
  static let summary = "independent normal entries of variance 1/fan_in"
  static let source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, eq. 16"

  private let convention: Convention

  init(_ parameters: inout ParameterReader) { convention = Convention(&parameters) }

  func marginal(of layer: LayerContext) -> Marginal {
    convention.normal(variance: 1 / layer.contributions)
  }
}

/// Independent uniform entries of LeCun's variance.
struct LeCunUniform: IndependentInitializer {
  static let identifier = "lecun-uniform"
  static let summary = "independent uniform entries of variance 1/fan_in"
  static let source = "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, eq. 16"

  init(_ parameters: inout ParameterReader) { _ = Convention(&parameters) }

  func marginal(of layer: LayerContext) -> Marginal {
    .uniform(variance: 1 / layer.contributions)
  }
}
