internal import InitializationTheory

/// Normal weights whose gain lets the logarithm of a gradient's norm walk without drift.
struct RandomWalkInitializer: IndependentInitializer {
  static let identifier = "random-walk"
  static let summary =
    "normal weights of deviation g/√fan_in without drift of the gradient's log norm"
  static let source = "Sussillo & Abbott 2014, sections 3 and 4 (arXiv:1412.6558)"

  private let gain: RandomWalkGain

  init(_ parameters: inout ParameterReader) {
    gain = parameters.choice(
      "activation",
      default: RandomWalkGain.relu,
      "what follows the layer: relu g = √2 exp(1.2/(max(N, 6) − 2.4)), linear g = exp(1/(2N))"
    )
  }

  func marginal(of layer: LayerContext) throws -> Marginal {
    do {
      let gain = try gain.gain(width: layer.fanIn).roundedForReproducibility
      return .normal(mean: 0, standardDeviation: gain / layer.contributions.squareRoot())
    } catch {
      throw WeightInitError(code: .unsupportedLayer, message: "\(error)")
    }
  }
}
