/// The deterministic matrices of ZerO: partial identities and corners of Hadamard matrices.
private struct ZeroHadamardRule: Sendable {
  /// How the Hadamard matrix is scaled.
  enum Normalization: String, CaseIterable, Sendable {
    case paper
    case isometric
  }

  let normalization: Normalization

  init(_ parameters: inout ParameterReader) {
    normalization = parameters.choice(
      "normalization",
      default: Normalization.paper,
      "the scale of widening layers: paper 2^(−(m−1)/2), isometric 2^(−m/2), m = ⌈log₂ fan_out⌉"
    )
  }

  /// The matrix of `rows` by `columns` as a law.
  func matrix(rows: Int, columns: Int) -> TensorLaw {
    guard rows > columns else { return .partialIdentity(gain: 1) }
    let doublings = Int.bitWidth - (rows - 1).leadingZeroBitCount
    let exponent = normalization == .paper ? doublings - 1 : doublings
    // 2^(−exponent/2) without a library function.
    let power = Double(sign: .plus, exponent: -(exponent / 2), significand: 1)
    return .hadamard(scale: exponent.isMultiple(of: 2) ? power : power * 0.5.squareRoot())
  }

  /// Whether the map is one of those that make a residual branch start at zero.
  ///
  /// The branch ends in zeros; an attention starts from uniform weights of zero values instead, since
  /// an output of zeros would leave its values without a gradient.
  private func isZero(_ layer: LayerContext) -> Bool {
    guard layer.role == .residualLast else { return false }
    return switch layer.mapRole {
    case .plain, .key, .value: true
    case .query, .output, .inputToState, .stateToState: false
    }
  }

  func law(of layer: LayerContext) -> TensorLaw {
    if isZero(layer) { return .constant(0) }
    let channels = matrix(rows: layer.neurons / layer.groups, columns: layer.inputChannels)
    guard !layer.kernel.isEmpty || layer.groups > 1 else { return channels }
    // The tap at position k/2 of every axis.
    let tap = layer.kernel.reduce(0) { $0 * $1 + $1 / 2 }
    return .centerTap(
      channels: channels,
      tap: tap,
      tapCount: layer.kernelPositions,
      groups: layer.groups
    )
  }

  func warnings(for layer: LayerContext) -> [String] {
    guard layer.role == .residualLast, layer.recurrentUnits != nil else { return [] }
    return [
      "a recurrent layer at the end of a residual branch does not start at zero; the paper does not "
        + "say how it should"
    ]
  }

  func fill(of layer: LayerContext) -> any TensorFill {
    if isZero(layer) { return ConstantFill(0) }
    let groupRows = layer.neurons / layer.groups
    let positions = layer.kernelPositions
    let tap = layer.kernel.reduce(0) { $0 * $1 + $1 / 2 }
    let entry = Self.entry(of: matrix(rows: groupRows, columns: layer.inputChannels))
    return RuleFill(columns: layer.fanIn) { row, column in
      column % positions == tap ? entry(row % groupRows, column / positions) : 0
    }
  }

  private static func entry(of law: TensorLaw) -> @Sendable (Int, Int) -> Double {
    if case .hadamard(let scale) = law {
      return { row, column in (row & column).nonzeroBitCount.isMultiple(of: 2) ? scale : -scale }
    }
    return { row, column in row == column ? 1 : 0 }
  }
}

/// ZerO: identities and Hadamard matrices, without randomness.
///
/// Square and narrowing layers keep their first inputs; widening layers spread them by a Hadamard
/// matrix. A convolution holds the matrix in its centre tap (index k/2 along each axis), each channel
/// group its own.
///
/// In a residual network every branch starts at zero, so that a block starts as its skip connection:
/// the last convolution or dense layer of a branch (``LayerRole/residualLast``) is zero, while the
/// projections of shortcuts, the first layer and the classifier follow the algorithms. Normalizations
/// keep scale 1. An attention that ends a branch has identity queries, and zero keys and values.
///
/// Source: Zhao et al. 2022, algorithms 1 and 2, and the experiments with ResNets and Transformers for
/// residual branches. The code of the preprint's first version has skip connections around single
/// convolutions instead, and a classifier of zeros; the last layer of a branch is zero there too.
struct ZeroHadamard: Initializer {
  static let identifier = "zero-hadamard"
  static let aliases = ["ZerO"]
  static let summary = "identity and Hadamard matrices without randomness"
  static let source = "Zhao, Schäfer & Anandkumar 2022, algorithms 1 and 2 (arXiv:2110.12661)"

  private let rule: ZeroHadamardRule

  init(_ parameters: inout ParameterReader) { rule = ZeroHadamardRule(&parameters) }

  func weightLaw(of layer: LayerContext) -> TensorLaw { rule.law(of: layer) }
  func weights(of layer: LayerContext) -> any TensorFill { rule.fill(of: layer) }
  func warnings(for layer: LayerContext) -> [String] { rule.warnings(for: layer) }
}

/// ZerO*: a random first layer, ZerO behind it.
///
/// The entries of the first layer are independent with mean 0 and variance 1/fan_in; all other layers
/// are as under ZerO, in residual networks too.
struct ZeroHadamardStar: Initializer {
  /// The distribution of the first layer.
  enum Distribution: String, CaseIterable, Sendable {
    case normal
    case uniform
    case rademacher
  }

  static let identifier = "zero-hadamard-star"
  static let aliases = ["ZerO*"]
  static let summary = "a random first layer, identity and Hadamard matrices behind it"
  static let source = "Grzejdziak 2023, section 6"

  private let rule: ZeroHadamardRule
  private let distribution: Distribution

  init(_ parameters: inout ParameterReader) {
    rule = ZeroHadamardRule(&parameters)
    distribution = parameters.choice(
      "distribution",
      default: Distribution.normal,
      "the distribution of the first layer"
    )
  }

  private func isRandom(_ layer: LayerContext) -> Bool {
    layer.position == .first || layer.position == .only
  }

  private func marginal(of layer: LayerContext) -> Marginal {
    let variance = 1 / layer.contributions
    switch distribution {
    case .normal:
      return .normal(mean: 0, standardDeviation: variance.squareRoot())
    case .uniform:
      let bound = (3 * variance).squareRoot()
      return .uniform(low: -bound, high: bound)
    case .rademacher:
      let value = variance.squareRoot()
      return .discrete(values: [-value, value], probabilities: [0.5, 0.5])
    }
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    isRandom(layer) ? .independent(marginal(of: layer)) : rule.law(of: layer)
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    isRandom(layer)
      ? IndependentFill.make(marginal(of: layer), layer.stream("weight")) : rule.fill(of: layer)
  }

  func warnings(for layer: LayerContext) -> [String] {
    isRandom(layer) ? [] : rule.warnings(for: layer)
  }
}
