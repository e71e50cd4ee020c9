import InitializationTheory

/// Normal weights of the variance that preserves a fractional moment of the signal's norm.
///
/// The variance solves σ^s I(s, d) = 1 with d the width of the layer produced, for (leaky) ReLU,
/// linear, and randomized leaky ReLU, with dropout.
struct FractionalMomentInitializer: Initializer {
  /// How a randomized leaky ReLU draws its slope.
  enum Sharing: String, CaseIterable, Sendable {
    case perUnit = "per-unit"
    case shared
  }

  static let identifier = "fractional-moment"
  static let summary = "normal weights that preserve the moment of order s of the signal's norm"
  static let source =
    "Gürbüzbalaban & Hu 2021, eqs. 3.2 and 4.2, remarks 8 and 13 (arXiv:2005.11878)"

  private let order: Double
  private let slope: NegativeSlope
  private let keep: Double
  private let mode: FanMode

  init(_ parameters: inout ParameterReader) {
    order = parameters.number(
      "s",
      default: 1,
      in: .above(0, through: 2),
      "the order of the moment; 2 is He's variance"
    )
    let fixed = parameters.number(
      "slope",
      default: 0,
      in: .closed(0, 1),
      "the slope of the activation for negative inputs: 0 ReLU, 1 linear"
    )
    keep = parameters.number(
      "keep",
      default: 1,
      in: .above(0, through: 1),
      "the probability that dropout keeps a unit"
    )
    mode = parameters.choice(
      "mode",
      default: FanMode.fanOut,
      "fan_out preserves the norm, as in the paper; fan_in the norm divided by √width"
    )
    let lower = parameters.optionalNumber(
      "lower",
      in: .closed(0, 1),
      "the least slope of a randomized leaky ReLU; needs upper, replaces slope"
    )
    let upper = parameters.optionalNumber(
      "upper",
      in: .closed(0, 1),
      "the greatest slope of a randomized leaky ReLU; needs lower"
    )
    let sharing = parameters.choice(
      "sharing",
      default: Sharing.perUnit,
      "whether every unit draws its randomized slope (per-unit) or a layer draws one (shared)"
    )
    switch (lower, upper) {
    case (nil, nil):
      slope = .fixed(fixed)
    case (let lower?, let upper?) where lower < upper:
      slope =
        sharing == .perUnit ? .uniformPerUnit(lower...upper) : .uniformPerLayer(lower...upper)
      if fixed != 0 {
        parameters.fail("slope", "give either `slope` or `lower` and `upper`, not both")
      }
    case (_?, _?):
      slope = .fixed(fixed)
      parameters.fail("upper", "`upper` must be above `lower`")
    default:
      slope = .fixed(fixed)
      parameters.fail(
        lower == nil ? "lower" : "upper",
        "a randomized slope needs both `lower` and `upper`"
      )
    }
  }

  private func standardDeviation(of layer: LayerContext) throws -> Double {
    var variance: Double
    do {
      variance = try FractionalMoments.criticalVariance(
        order: order,
        width: layer.fanOut,
        slope: slope,
        keep: keep
      )
    } catch {
      throw WeightInitError(code: .unsupportedLayer, message: "\(error)")
    }
    if mode == .fanIn { variance *= Double(layer.fanOut) / layer.contributions }
    guard variance.isFinite, variance > 0 else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "the moment of order \(order) has no finite critical variance at width "
          + "\(layer.fanOut); use a greater `s`"
      )
    }
    return variance.squareRoot()
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    .independent(.normal(mean: 0, standardDeviation: try standardDeviation(of: layer)))
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    NormalFill(
      layer.stream("weight"),
      standardDeviation: try standardDeviation(of: layer).roundedForReproducibility
    )
  }
}

extension Double {
  /// The number rounded to 32 significant bits.
  ///
  /// Scales that need transcendental functions may differ in their last bits between mathematical
  /// libraries; rounded, they are the same but in one case in millions.
  var roundedForReproducibility: Double {
    guard isFinite, self != 0 else { return self }
    let unit = Double(sign: .plus, exponent: exponent - 31, significand: 1)
    return (self / unit).rounded() * unit
  }
}
