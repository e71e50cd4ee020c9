internal import InitializationTheory

/// Normal weights and biases on the edge of chaos of an activation.
///
/// The first layer sees a dense input, which σ_w² of a sparse activation would inflate: its weights
/// have the variance q\*/(input · fan_in) and its biases are zero.
struct EdgeOfChaosInitializer: Initializer {
  /// The activations by name.
  enum ActivationName: String, CaseIterable, Sendable {
    case clippedReLU = "clipped-relu"
    case clippedSoftThreshold = "clipped-soft-threshold"
    case shiftedReLU = "shifted-relu"
    case softThreshold = "soft-threshold"
    case tanh, erf, relu
    case leakyReLU = "leaky-relu"
    case gelu, silu, elu, selu
    case hardTanh = "hard-tanh"
    case sigmoid, softsign, mish
    case linear

    var sparse: SparseActivationFamily? { SparseActivationFamily(rawValue: rawValue) }

    func function(slope: Double) -> ActivationFunction? {
      switch self {
      case .clippedReLU, .clippedSoftThreshold, .shiftedReLU, .softThreshold: nil
      case .tanh: .tanh
      case .erf: .erf
      case .relu: .relu
      case .leakyReLU: .leakyReLU(slope: slope)
      case .gelu: .gelu
      case .silu: .silu
      case .elu: .elu
      case .selu: .selu
      case .hardTanh: .hardTanh
      case .sigmoid: .sigmoid
      case .softsign: .softsign
      case .mish: .mish
      case .linear: .linear
      }
    }
  }

  static let identifier = "edge-of-chaos"
  static let summary = "normal weights and biases that keep correlations and gradients at depth"
  static let source =
    "Poole et al. 2016 (arXiv:1606.05340); Price et al. 2024, section 3 and appendices D to F "
    + "(arXiv:2402.16184)"

  private var weightVariance = 1.0
  private var biasVariance = 0.0
  /// What is known of the stability at finite width, for sparse activations.
  private var edge: SparseEdgeOfChaos?
  private let fixedPoint: Double
  private let input: Double

  init(_ parameters: inout ParameterReader) {
    let activation = parameters.choice(
      "activation",
      default: ActivationName.tanh,
      "the activation of the network"
    )
    let sparsity = parameters.optionalNumber(
      "sparsity",
      in: .closed(0, 1),
      "the share of zero activations; needed by and only for shifted, clipped and thresholded ones"
    )
    let clip = parameters.optionalNumber(
      "clip",
      in: .positive,
      "the clip m; clipped activations need either clip or slope-target"
    )
    let target = parameters.optionalNumber(
      "slope-target",
      in: .closed(0, 1),
      "V′(q*), the slope of the variance map, from which the clip follows"
    )
    fixedPoint = parameters.number(
      "q",
      default: 1,
      in: .closed(1e-6, 1e6),
      "q*, the variance of a unit's input"
    )
    let slope = parameters.number(
      "slope",
      default: 0.01,
      in: .closed(0, 1),
      "the slope of leaky-relu for negative inputs"
    )
    input = parameters.number(
      "input",
      default: 1,
      in: .positive,
      "the mean square of an entry of the network's input, for the first layer"
    )
    do {
      if let family = activation.sparse {
        guard let sparsity else {
          parameters.fail("sparsity", "\(activation.rawValue) needs `sparsity`, for example 0.7")
          return
        }
        guard clip == nil || target == nil else {
          parameters.fail("slope-target", "give either `clip` or `slope-target`, not both")
          return
        }
        let edge =
          if let target {
            try SparseEdgeOfChaos(
              family,
              sparsity: sparsity,
              fixedPoint: fixedPoint,
              slope: target
            )
          } else {
            try SparseEdgeOfChaos(
              family,
              sparsity: sparsity,
              fixedPoint: fixedPoint,
              clip: clip
            )
          }
        self.edge = edge
        weightVariance = edge.weightVariance.roundedForReproducibility
        biasVariance = edge.biasVariance.roundedForReproducibility
      } else if let function = activation.function(slope: slope) {
        for (name, value) in [("sparsity", sparsity), ("clip", clip), ("slope-target", target)]
        where value != nil {
          parameters.fail(name, "\(activation.rawValue) takes no `\(name)`; leave it out")
        }
        let edge = try EdgeOfChaos(function, fixedPoint: fixedPoint)
        weightVariance = edge.weightVariance.roundedForReproducibility
        biasVariance = edge.biasVariance.roundedForReproducibility
      }
    } catch {
      parameters.fail("activation", error.message)
    }
  }

  private func isFirst(_ layer: LayerContext) -> Bool {
    layer.position == .first || layer.position == .only
  }

  private func weightMarginal(of layer: LayerContext) -> Marginal {
    let variance = isFirst(layer) ? fixedPoint / input : weightVariance
    return .normal(
      mean: 0,
      standardDeviation: (variance / layer.contributions).squareRoot()
    )
  }

  private func biasMarginal(of layer: LayerContext) -> Marginal? {
    guard !isFirst(layer), biasVariance > 0 else { return nil }
    return .normal(mean: 0, standardDeviation: biasVariance.squareRoot())
  }

  /// Says where the variance will not stay at q\* in layers as narrow as this one.
  func warnings(for layer: LayerContext) -> [String] {
    guard let edge, !isFirst(layer) else { return [] }
    let width = layer.neurons
    let stability = edge.stability(width: width)
    guard stability.verdict != .stable else { return [] }
    let slope = (stability.restoringSlope * 1000).rounded() / 1000
    let others = stability.fixedPoints.dropFirst().map { ($0 * 1000).rounded() / 1000 }
    let points =
      others.isEmpty
      ? ""
      : ", and the variance map has further fixed points at "
        + others.map(\.shortest).joined(separator: " and ")
    let force =
      stability.deviation.isFinite
      ? "three standard deviations above q* the variance is drawn back by \(slope.shortest) of its "
        + "distance per layer, where 0.1 is needed"
      : "without a clip nothing draws the variance back to q*"
    return [
      "\(stability.verdict.rawValue) at width \(width): \(force)\(points); a smaller clip, a smaller "
        + "slope-target, less sparsity or wider layers help"
    ]
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(weightMarginal(of: layer))
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    IndependentFill.make(weightMarginal(of: layer), layer.stream("weight"))
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw {
    biasMarginal(of: layer).map(TensorLaw.independent) ?? .constant(0)
  }

  func biases(of layer: LayerContext) -> any TensorFill {
    guard let marginal = biasMarginal(of: layer) else { return ConstantFill(0) }
    return IndependentFill.make(marginal, layer.stream("bias"))
  }
}
