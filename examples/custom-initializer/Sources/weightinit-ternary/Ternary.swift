import WeightInit

/// Sparse ternary weights: most are zero, the others ±√(gain² / (density · fan_in)).
///
/// A row then keeps the size of its input on average, as dense normal weights of variance
/// gain²/fan_in do. Source: Achlioptas 2003, "Database-friendly random projections", eq. 2, where
/// density is 1/3.
struct Ternary: Initializer {
  static let identifier = "ternary"
  static let summary = "zero, or plus or minus one value, independently"
  static let source = "Achlioptas 2003, eq. 2"

  private let density: Double
  private let gain: Double

  init(_ parameters: inout ParameterReader) {
    density = parameters.number(
      "density",
      default: 1.0 / 3,
      in: .above(0, through: 0.99),
      "the share of weights that are not zero"
    )
    gain = parameters.number(
      "gain",
      default: 1,
      in: .positive,
      "what the weights are multiplied by, √2 for ReLU"
    )
  }

  private func marginal(of layer: LayerContext) -> Marginal {
    let value = gain / (density * Double(layer.fanIn)).squareRoot()
    return .discrete(
      values: [-value, 0, value],
      probabilities: [density / 2, 1 - density, density / 2]
    )
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(marginal(of: layer))
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    IndependentFill.make(marginal(of: layer), layer.stream("weight"))
  }
}
