/// The parameters that the He schemes share.
///
/// The variance is 2/((1 + slope²) fan).
private struct HeScale: Sendable {
  let mode: FanMode
  let slope: Double

  init(_ parameters: inout ParameterReader) {
    mode = parameters.choice(
      "mode",
      default: FanMode.fanIn,
      "which fan divides the variance: fan_in preserves the signal forward, fan_out backward"
    )
    slope = parameters.number(
      "slope",
      default: 0,
      "the slope of the activation for negative inputs: 0 ReLU, 1 linear"
    )
  }

  func variance(of layer: LayerContext, _ convention: Convention = .torch) -> Double {
    // MLX leaves the gain to the caller, and its default is 1.
    let gain = convention == .mlx ? 1 : 2 / (1 + slope * slope)
    return gain / layer.fan(mode)
  }

  /// Refuses a slope where the framework has none.
  func check(_ convention: Convention, _ parameters: inout ParameterReader) {
    guard convention != .torch, slope != 0 else { return }
    parameters.fail(
      "slope",
      "`slope` is PyTorch's; \(convention.rawValue) has none. Leave it out, or use convention=torch"
    )
  }
}

/// Independent normal entries with the variance that preserves the signal through ReLU layers.
struct HeNormal: IndependentInitializer {
  static let identifier = "he-normal"
  static let aliases = ["kaiming-normal"]
  static let summary = "independent normal entries of variance 2/((1 + slope²) fan)"
  static let source = "He et al. 2015, eqs. 10, 14 and 15 (arXiv:1502.01852)"

  private let scale: HeScale
  private let convention: Convention

  init(_ parameters: inout ParameterReader) {
    scale = HeScale(&parameters)
    convention = Convention(&parameters)
    scale.check(convention, &parameters)
  }

  func marginal(of layer: LayerContext) -> Marginal {
    convention.normal(variance: scale.variance(of: layer, convention))
  }
}

/// Independent uniform entries with the variance that preserves the signal through ReLU layers.
struct HeUniform: IndependentInitializer {
  static let identifier = "he-uniform"
  static let aliases = ["kaiming-uniform"]
  static let summary = "independent uniform entries of variance 2/((1 + slope²) fan)"
  static let source = "He et al. 2015, eqs. 10, 14 and 15 (arXiv:1502.01852)"

  private let scale: HeScale
  private let convention: Convention

  init(_ parameters: inout ParameterReader) {
    scale = HeScale(&parameters)
    convention = Convention(&parameters)
    scale.check(convention, &parameters)
  }

  func marginal(of layer: LayerContext) -> Marginal {
    .uniform(variance: scale.variance(of: layer, convention))
  }
}

/// Independent entries of two values with the variance that preserves the signal through ReLU layers.
///
/// Of all symmetric entries these have the least kurtosis, 1, and so the slowest growth of the
/// kurtosis through layers.
struct HeRademacher: IndependentInitializer {
  static let identifier = "he-rademacher"
  static let aliases = ["kaiming-rademacher"]
  static let summary = "independent entries ±√(2/((1 + slope²) fan)), each sign as probable"
  static let source = "Grzejdziak 2023, section 4; He et al. 2015 for the variance"

  private let scale: HeScale

  init(_ parameters: inout ParameterReader) { scale = HeScale(&parameters) }

  func marginal(of layer: LayerContext) -> Marginal {
    .rademacher(variance: scale.variance(of: layer))
  }
}
