extension LayerContext {
  /// The tap at the middle of every kernel axis; of the two middle ones of an even axis the lower or
  /// the upper.
  fileprivate func centralTap(upper: Bool) -> Int {
    kernel.reduce(0) { $0 * $1 + ($1 - (upper ? 0 : 1)) / 2 }
  }
}

/// The parameter `gain` of matrices that are multiplied by it.
private func gain(_ parameters: inout ParameterReader) -> Double {
  parameters.number("gain", default: 1, in: .positive, "what the matrix is multiplied by")
}

/// Ones on the main diagonal times a gain.
struct IdentityInitializer: Initializer {
  static let identifier = "identity"
  static let summary = "gain on the main diagonal, zeros elsewhere"
  static let source = "common practice; Le, Jaitly & Hinton 2015 (arXiv:1504.00941)"

  private let gain: Double

  init(_ parameters: inout ParameterReader) { gain = WeightInit.gain(&parameters) }

  private func check(_ layer: LayerContext) throws {
    guard layer.kernel.isEmpty else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "identity is a matrix and this layer has a kernel; use dirac"
      )
    }
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    try check(layer)
    return .partialIdentity(gain: gain)
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    try check(layer)
    let gain = gain
    return RuleFill(columns: layer.fanIn) { row, column in row == column ? gain : 0 }
  }
}

/// The convolution that passes its channels on: an identity in the central tap, for each group.
struct DiracInitializer: Initializer {
  static let identifier = "dirac"
  static let summary = "a convolution that passes each input channel on, times a gain"
  static let source = "common practice; PyTorch's dirac_"

  private let gain: Double

  init(_ parameters: inout ParameterReader) { gain = WeightInit.gain(&parameters) }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .centerTap(
      channels: .partialIdentity(gain: gain),
      tap: layer.centralTap(upper: true),
      tapCount: layer.kernelPositions,
      groups: layer.groups
    )
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    let (gain, tap, positions) = (gain, layer.centralTap(upper: true), layer.kernelPositions)
    let groupRows = layer.neurons / layer.groups
    return RuleFill(columns: layer.fanIn) { row, column in
      let (channel, place) = column.quotientAndRemainder(dividingBy: positions)
      return place == tap && channel == row % groupRows ? gain : 0
    }
  }
}

/// An orthogonal matrix in the central tap of a convolution, zeros elsewhere.
///
/// Such a convolution preserves the norm of its input, which a kernel that is orthogonal as a matrix
/// does not.
struct DeltaOrthogonalInitializer: Initializer {
  /// Which of the two middle taps of an even axis is the center.
  enum Center: String, CaseIterable, Sendable {
    case lower
    case upper
  }

  static let identifier = "delta-orthogonal"
  static let summary = "an orthogonal matrix in the central tap of a convolution, zeros elsewhere"
  static let source = "Xiao et al. 2018, algorithm 1 (arXiv:1806.05393)"

  private let gain: Double
  private let center: Center

  init(_ parameters: inout ParameterReader) {
    gain = WeightInit.gain(&parameters)
    center = parameters.choice(
      "center",
      default: Center.lower,
      "the central tap of an axis of even length: lower (JAX) or upper (PyTorch's dirac_)"
    )
  }

  private func check(_ layer: LayerContext) throws {
    let (rows, columns) = (layer.neurons / layer.groups, layer.inputChannels)
    guard rows >= columns else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "delta-orthogonal needs at least as many output as input channels, found \(rows) "
          + "and \(columns) in each of \(layer.groups) groups; use orthogonal"
      )
    }
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    try check(layer)
    guard layer.kernelPositions > 1 || layer.groups > 1 else { return .orthogonal(gain: gain) }
    return .centerTap(
      channels: .orthogonal(gain: gain),
      tap: layer.centralTap(upper: center == .upper),
      tapCount: layer.kernelPositions,
      groups: layer.groups
    )
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    try check(layer)
    let groupRows = layer.neurons / layer.groups
    let matrices = try (0..<layer.groups).map { group in
      try OrthonormalFill(
        layer.stream(group == 0 ? "weight" : "weight/group-\(group)"),
        rows: groupRows,
        columns: layer.inputChannels,
        gain: gain
      )
    }
    return CenterTapFill(
      matrices: matrices,
      matrixRows: groupRows,
      channels: layer.inputChannels,
      tap: layer.centralTap(upper: center == .upper),
      tapCount: layer.kernelPositions
    )
  }
}
