/// Anti-correlated normal weights into each neuron (ACI).
struct AnticorrelatedInitializer: Initializer {
  static let identifier = "aci"
  static let summary = "normal weights that are anti-correlated within a neuron"
  static let source = "Singh & Sreejith 2021, eq. 2 (arXiv:2103.12499)"

  private let k: Double
  private let variance: Double

  init(_ parameters: inout ParameterReader) {
    k = parameters.number(
      "k",
      default: 100,
      in: .above(-1, allowsInfinity: true),
      "the strength: 0 independent, positive anti-correlated, inf makes row sums zero"
    )
    variance = parameters.number(
      "variance",
      default: 2,
      in: .positive,
      "σ_w², before division by fan_in"
    )
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .anticorrelated(variance: variance, k: k)
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    AnticorrelatedFill(layer.stream("weight"), fanIn: layer.fanIn, variance: variance, k: k)
  }
}
