/// What a framework gives each kind of layer when nothing else is said.
///
/// Such a scheme also decides what other schemes leave to the kind: the vectors of an embedding.
protocol FrameworkDefault: Initializer {
  /// The distribution of an entry of the weights.
  func marginal(of layer: LayerContext) -> Marginal

  /// The distribution of an entry of the biases; `nil` for what the layer's biases rest at.
  func biasMarginal(of layer: LayerContext) -> Marginal?
  /// Whether the framework draws an orthogonal matrix for weights between states.
  var drawsOrthogonalStates: Bool { get }
}

extension FrameworkDefault {
  var drawsOrthogonalStates: Bool { false }

  func biasMarginal(of layer: LayerContext) -> Marginal? { nil }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    layer.mapRole == .stateToState && drawsOrthogonalStates
      ? .orthogonal(gain: 1) : .independent(marginal(of: layer))
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    guard layer.mapRole == .stateToState, drawsOrthogonalStates else {
      return IndependentFill.make(marginal(of: layer), layer.stream("weight"))
    }
    return try OrthonormalFill(
      layer.stream("weight"),
      rows: layer.neurons,
      columns: layer.fanIn,
      gain: 1
    )
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw {
    biasMarginal(of: layer).map(TensorLaw.independent) ?? .constant(0)
  }

  func biases(of layer: LayerContext) -> any TensorFill {
    biasMarginal(of: layer).map { IndependentFill.make($0, layer.stream("bias")) }
      ?? ConstantFill(0)
  }
}

extension LayerContext {
  fileprivate var isEmbedding: Bool { kind == EmbeddingLayer.identifier }
  fileprivate var isAttention: Bool { kind == AttentionLayer.identifier }
  fileprivate var isTransposed: Bool { kind.hasPrefix("conv-transpose") }
  /// The output channels of one group.
  fileprivate var groupNeurons: Int { neurons / groups }
  /// The neurons of the stored tensor.
  fileprivate var storedNeurons: Int { stackedNeurons ?? neurons }
}

/// What PyTorch gives its layers: mostly uniform within ±1/√fan_in, biases too.
///
/// PyTorch counts fans on the stored shape: the output channels of a transposed convolution stand for
/// its fan-in. Embeddings are standard normal, gates uniform within ±1/√units, and the fused
/// projections of an attention Glorot uniform as one matrix of three times the rows, without biases.
struct TorchDefault: FrameworkDefault {
  static let identifier = "torch-default"
  static let summary =
    "PyTorch's layers: uniform within ±1/√fan_in, biases too; embeddings standard normal"
  static let source =
    "torch.nn.Linear, Conv2d, ConvTranspose2d, Embedding, LSTM, MultiheadAttention"

  init(_ parameters: inout ParameterReader) {}

  private func uniform(_ layer: LayerContext) -> Marginal {
    let fanIn =
      if let units = layer.recurrentUnits {
        units
      } else if layer.isTransposed {
        layer.groupNeurons * layer.kernelPositions
      } else {
        layer.fanIn
      }
    return .uniform(variance: 1 / (3 * Double(fanIn)))
  }

  func marginal(of layer: LayerContext) -> Marginal {
    if layer.isEmbedding { return .normal(mean: 0, standardDeviation: 1) }
    if layer.isAttention, layer.mapRole != .output {
      return .uniform(variance: 2 / Double(layer.fanIn + layer.storedNeurons))
    }
    return uniform(layer)
  }

  func biasMarginal(of layer: LayerContext) -> Marginal? {
    layer.isAttention ? nil : uniform(layer)
  }
}

/// What Keras gives its layers: Glorot uniform, zero biases.
///
/// Keras counts all output channels of a grouped convolution in the fan-out, all channels of a
/// depthwise one in the fan-in, and all gates of a recurrent layer in the fan-out. Embeddings are
/// uniform within ±0.05; the weights between states are one orthogonal matrix of all gates, and the
/// forget gates of an LSTM have a bias of 1.
struct KerasDefault: FrameworkDefault {
  static let identifier = "keras-default"
  static let summary =
    "Keras's layers: Glorot uniform, zero biases; embeddings uniform, states orthogonal"
  static let source =
    "keras.layers.Dense, Conv2D, DepthwiseConv2D, Embedding, LSTM, MultiHeadAttention"

  init(_ parameters: inout ParameterReader) {}

  let drawsOrthogonalStates = true

  func marginal(of layer: LayerContext) -> Marginal {
    if layer.isEmbedding { return .uniform(low: -0.05, high: 0.05) }
    let positions = layer.kernelPositions
    if layer.kind == DepthwiseConvolutionLayer.identifier {
      return .uniform(variance: 2 / Double(positions * (layer.groups + layer.groupNeurons)))
    }
    return .uniform(variance: 2 / Double(layer.fanIn + layer.storedNeurons * positions))
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    guard layer.mapRole == .stateToState else { return .independent(marginal(of: layer)) }
    // Keras draws the gates together: columns of one matrix are orthonormal, not those of each gate.
    guard layer.stackedNeurons == nil else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "keras-default draws all gates of a recurrent layer as one orthogonal matrix; set "
          + "`gates: fused` on the layer, or choose another scheme"
      )
    }
    return .orthogonal(gain: 1)
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw { .constant(bias(of: layer)) }

  func biases(of layer: LayerContext) -> any TensorFill { ConstantFill(bias(of: layer)) }

  private func bias(of layer: LayerContext) -> Double {
    // Maps of further layers and directions have the gate's name at the end.
    layer.kind == LSTMLayer.identifier && layer.map.split(separator: ".").last == "forget" ? 1 : 0
  }
}

/// What Flax gives its layers: LeCun normal, truncated, and zero biases.
///
/// Flax counts the channels of a group only, and ignores strides. Embeddings are normal of variance
/// 1/features; the weights between states are orthogonal, gate by gate.
struct FlaxDefault: FrameworkDefault {
  static let identifier = "flax-default"
  static let summary =
    "Flax's layers: truncated LeCun normal, zero biases; embeddings normal, states orthogonal"
  static let source = "flax.linen.Dense, Conv, ConvTranspose, Embed, LSTMCell, MultiHeadAttention"

  init(_ parameters: inout ParameterReader) {}

  let drawsOrthogonalStates = true

  func marginal(of layer: LayerContext) -> Marginal {
    layer.isEmbedding
      ? .normal(mean: 0, standardDeviation: (1 / Double(layer.neurons)).squareRoot())
      : Convention.jax.normal(variance: 1 / Double(layer.fanIn))
  }
}

/// What MLX gives its layers: uniform within ±1/√fan_in.
///
/// MLX gives no biases to convolutions. MLX 0.32.4 counts the input channels of one group of a grouped
/// convolution; versions before the fix of its issue 4536 counted those of all groups. Embeddings are normal of variance 1/features, gates uniform within ±1/√units.
struct MLXDefault: FrameworkDefault {
  static let identifier = "mlx-default"
  static let summary =
    "MLX's layers: uniform within ±1/√fan_in, biases of dense layers too; embeddings normal"
  static let source = "mlx.nn.Linear, Conv2d, Embedding, LSTM, GRU, MultiHeadAttention"

  /// Which input channels of a grouped convolution count.
  enum Fan: String, CaseIterable, Sendable {
    case perGroup = "per-group"
    case allGroups = "all-groups"
  }

  private let fan: Fan

  init(_ parameters: inout ParameterReader) {
    fan = parameters.choice(
      "fan",
      default: Fan.perGroup,
      "the input channels of a grouped convolution that count: those of one group, or of all groups "
        + "as in MLX before the fix of its issue 4536"
    )
  }

  func marginal(of layer: LayerContext) -> Marginal {
    if layer.isEmbedding {
      return .normal(mean: 0, standardDeviation: (1 / Double(layer.neurons)).squareRoot())
    }
    let inputs = fan == .allGroups ? layer.fanIn * layer.groups : layer.fanIn
    return .uniform(variance: 1 / (3 * Double(layer.recurrentUnits ?? inputs)))
  }

  func biasMarginal(of layer: LayerContext) -> Marginal? {
    layer.kernel.isEmpty ? marginal(of: layer) : nil
  }
}
