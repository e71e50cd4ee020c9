/// A scheme that draws a neuron's weights and bias together and replaces one entry; RAI is k = 0.
private protocol ReplacedEntryInitializer: Initializer {
  /// The strength of the anti-correlation.
  var k: Double { get }
  /// σ_w² of the entries that are not replaced, before division by fan_in.
  var variance: Double { get }
}

extension ReplacedEntryInitializer {
  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .replacedEntry(variance: variance, k: k)
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    ReplacedEntryFill.Weights(draw: .init(layer: layer, variance: variance, k: k))
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw {
    .replacedEntryBias(variance: variance, k: k, fanIn: layer.fanIn)
  }

  func biases(of layer: LayerContext) -> any TensorFill {
    ReplacedEntryFill.Biases(draw: .init(layer: layer, variance: variance, k: k))
  }
}

/// Randomized asymmetric initialization: one entry of each neuron is replaced by a positive one (RAI).
struct RandomAsymmetricInitializer: ReplacedEntryInitializer {
  static let identifier = "rai"
  static let summary = "normal weights and bias, one entry of each neuron replaced by Beta(2, 1)"
  static let source = "Lu, Shin, Su & Karniadakis 2020 (arXiv:1903.06733)"

  let k = 0.0
  let variance: Double

  init(_ parameters: inout ParameterReader) {
    variance = parameters.number(
      "variance",
      default: 0.36,
      in: .positive,
      "σ_w² of the entries that are not replaced, before division by fan_in"
    )
  }
}

/// Randomized asymmetric anti-correlated initialization (RAAI).
struct RandomAsymmetricAnticorrelatedInitializer: ReplacedEntryInitializer {
  static let identifier = "raai"
  static let summary =
    "anti-correlated normal weights and bias, one entry of each neuron replaced by Beta(2, 1)"
  static let source = "Singh & Sreejith 2021, appendix E (arXiv:2103.12499)"

  let k: Double
  let variance: Double

  init(_ parameters: inout ParameterReader) {
    k = parameters.number(
      "k",
      default: 100,
      in: .above(-1, allowsInfinity: true),
      "the strength of the anti-correlation: 0 none, inf makes row sums zero before the replacement"
    )
    variance = parameters.number(
      "variance",
      default: 0.9,
      in: .positive,
      "σ_w² of the entries that are not replaced, before division by fan_in"
    )
  }
}
