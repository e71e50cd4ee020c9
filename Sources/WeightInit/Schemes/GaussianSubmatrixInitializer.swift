/// Gaussian submatrix initialization: mirrored blocks that make a ReLU network linear at first (GSM).
///
/// A hidden layer is [[W₀, −W₀], [−W₀, W₀]], the first [W₀; −W₀] and the last [W₀, −W₀], biases zero:
/// every unit has a mirror image, and of each pair ReLU passes one. The last layer is not mirrored
/// since its outputs would otherwise be antisymmetric, nor the input of the first, half of which
/// would be lost (the paper leaves both open). In a convolution, and in a dense layer behind a
/// flattened one, the pairs are channels.
struct GaussianSubmatrixInitializer: Initializer {
  /// What the submatrix W₀ is.
  enum Submatrix: String, CaseIterable, Sendable {
    case gaussian
    case orthogonal
  }

  /// Where the layer stands.
  enum Position: String, CaseIterable, Sendable {
    case automatic = "auto"
    case first
    case hidden
    case last
  }

  /// What happens to a unit without a mirror image.
  enum OddWidth: String, CaseIterable, Sendable {
    case error
    case leftover
  }

  static let identifier = "gsm"
  static let summary = "mirrored blocks of one submatrix, which make a ReLU network linear at first"
  static let source = "Burkholz & Dubatovka 2019, sections 3.1 and 3.2 (arXiv:1806.06362)"

  private let submatrix: Submatrix
  private let gain: Double
  private let mode: FanMode
  private let position: Position
  private let oddWidth: OddWidth

  init(_ parameters: inout ParameterReader) {
    submatrix = parameters.choice(
      "submatrix",
      default: Submatrix.gaussian,
      "what the submatrix W₀ is"
    )
    gain = parameters.number(
      "gain",
      default: 1,
      in: .positive,
      "what the submatrix is multiplied by"
    )
    position = parameters.choice(
      "position",
      default: Position.automatic,
      "where the layer stands; auto takes it from the network"
    )
    mode = parameters.choice(
      "mode",
      default: FanMode.fanOut,
      "the variance of a gaussian W₀: fan_out 1/rows preserves the norm, fan_in 1/columns the size "
        + "of a unit"
    )
    oddWidth = parameters.choice(
      "odd",
      default: OddWidth.error,
      "an odd width is an error, or its unpaired unit gets a He row in and zeros out (leftover)"
    )
  }

  /// The sizes of the blocks of a layer.
  private struct Blocks {
    var mirrorsRows: Bool
    var mirrorsColumns: Bool
    /// Rows and columns of W₀.
    var rows: Int
    var columns: Int
    var leavesRow: Bool
    var leavesColumn: Bool
  }

  private func blocks(of layer: LayerContext) throws -> Blocks {
    guard layer.groups == 1 else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "gsm is not defined for \(layer.groups) channel groups; use groups: 1 or another "
          + "scheme for this layer"
      )
    }
    let place: LayerPosition =
      switch position {
      case .automatic: layer.position
      case .first: .first
      case .hidden: .hidden
      case .last: .last
      }
    let mirrorsRows = place == .first || place == .hidden
    let mirrorsColumns = place == .last || place == .hidden
    let (neurons, channels) = (layer.neurons, layer.fanIn / layer.channelLength)
    let leavesRow = mirrorsRows && !neurons.isMultiple(of: 2)
    let leavesColumn = mirrorsColumns && !channels.isMultiple(of: 2)
    if oddWidth == .error, leavesRow || leavesColumn {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "gsm pairs units, but this \(place.rawValue) layer has an odd width of "
          + (leavesRow ? "\(neurons) outputs" : "\(channels) inputs")
          + "; make it even, or set odd=leftover"
      )
    }
    let rows = mirrorsRows ? neurons / 2 : neurons
    let columns = (mirrorsColumns ? channels / 2 : channels) * layer.channelLength
    guard rows > 0, columns > 0 else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "gsm needs at least two units to pair; found one"
      )
    }
    return Blocks(
      mirrorsRows: mirrorsRows,
      mirrorsColumns: mirrorsColumns,
      rows: rows,
      columns: columns,
      leavesRow: leavesRow,
      leavesColumn: leavesColumn
    )
  }

  private func standardDeviation(_ blocks: Blocks, _ layer: LayerContext) -> Double {
    let fan = mode == .fanIn ? blocks.columns : blocks.rows * layer.kernelPositions
    return gain * (1 / Double(fan)).squareRoot()
  }

  /// The law of an unpaired unit's weights: He's for the layer's fan-in, an unpaired input included.
  private func leftover(_ layer: LayerContext) -> Marginal {
    .normal(mean: 0, standardDeviation: (2 / layer.contributions).squareRoot())
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    let blocks = try blocks(of: layer)
    let inner: TensorLaw =
      switch submatrix {
      case .gaussian:
        .independent(.normal(mean: 0, standardDeviation: standardDeviation(blocks, layer)))
      case .orthogonal: .orthogonal(gain: gain)
      }
    guard blocks.mirrorsRows || blocks.mirrorsColumns else { return inner }
    return .mirrored(
      submatrix: inner,
      rows: blocks.mirrorsRows,
      columns: blocks.mirrorsColumns,
      channelLength: layer.channelLength,
      leftover: blocks.leavesRow ? leftover(layer) : nil
    )
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    let blocks = try blocks(of: layer)
    let stream = layer.stream("weight")
    let inner: any TensorFill =
      switch submatrix {
      case .gaussian:
        NormalFill(stream, standardDeviation: standardDeviation(blocks, layer))
      case .orthogonal:
        try OrthonormalFill(stream, rows: blocks.rows, columns: blocks.columns, gain: gain)
      }
    guard blocks.mirrorsRows || blocks.mirrorsColumns else { return inner }
    return MirroredFill(
      submatrix: inner,
      submatrixRows: blocks.rows,
      submatrixColumns: blocks.columns,
      rowLength: layer.fanIn,
      mirrorsColumns: blocks.mirrorsColumns,
      leftover: IndependentFill.make(leftover(layer), layer.stream("leftover"))
    )
  }
}
