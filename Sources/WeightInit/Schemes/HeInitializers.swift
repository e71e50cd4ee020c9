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

  func variance(of layer: LayerContext) -> Double {
    2 / ((1 + slope * slope) * Double(layer.fan(mode)))
  }
}

/// Independent normal entries with the variance that preserves the signal through ReLU layers.
struct HeNormal: Initializer {
  static let identifier = "he-normal"
  static let aliases = ["kaiming-normal"]
  static let summary = "independent normal entries of variance 2/((1 + slope²) fan)"
  static let source = "He et al. 2015, eqs. 10, 14 and 15 (arXiv:1502.01852)"

  private let scale: HeScale

  init(_ parameters: inout ParameterReader) { scale = HeScale(&parameters) }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(
      .normal(mean: 0, standardDeviation: scale.variance(of: layer).squareRoot())
    )
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    NormalFill(
      layer.stream("weight"),
      standardDeviation: scale.variance(of: layer).squareRoot()
    )
  }
}

/// Independent uniform entries with the variance that preserves the signal through ReLU layers.
struct HeUniform: Initializer {
  static let identifier = "he-uniform"
  static let aliases = ["kaiming-uniform"]
  static let summary = "independent uniform entries of variance 2/((1 + slope²) fan)"
  static let source = "He et al. 2015, eqs. 10, 14 and 15 (arXiv:1502.01852)"

  private let scale: HeScale

  init(_ parameters: inout ParameterReader) { scale = HeScale(&parameters) }

  private func bound(of layer: LayerContext) -> Double {
    (3 * scale.variance(of: layer)).squareRoot()
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(.uniform(low: -bound(of: layer), high: bound(of: layer)))
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    UniformFill(layer.stream("weight"), low: -bound(of: layer), high: bound(of: layer))
  }
}
