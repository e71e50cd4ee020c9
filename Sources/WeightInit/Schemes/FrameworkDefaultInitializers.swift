/// What PyTorch gives dense and convolutional layers: everything uniform within ±1/√fan_in.
struct TorchDefault: IndependentInitializer {
  static let identifier = "torch-default"
  static let summary =
    "PyTorch's dense and convolutional layers: uniform within ±1/√fan_in, biases too"
  static let source = "torch.nn.Linear, torch.nn.Conv2d: kaiming_uniform_(a=√5)"

  init(_ parameters: inout ParameterReader) {}

  func marginal(of layer: LayerContext) -> Marginal {
    .uniform(variance: 1 / (3 * Double(layer.fanIn)))
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw { .independent(marginal(of: layer)) }

  func biases(of layer: LayerContext) -> any TensorFill {
    IndependentFill.make(marginal(of: layer), layer.stream("bias"))
  }
}

/// What Keras gives dense and convolutional layers: Glorot uniform, zero biases.
///
/// Keras counts all output channels of a grouped convolution in the fan-out.
struct KerasDefault: IndependentInitializer {
  static let identifier = "keras-default"
  static let summary = "Keras's dense and convolutional layers: Glorot uniform, zero biases"
  static let source = "keras.layers.Dense, keras.layers.Conv2D"

  init(_ parameters: inout ParameterReader) {}

  func marginal(of layer: LayerContext) -> Marginal {
    .uniform(variance: 2 / Double(layer.fanIn + layer.fanOut * layer.groups))
  }
}

/// What Flax gives dense and convolutional layers: LeCun normal, truncated, and zero biases.
struct FlaxDefault: IndependentInitializer {
  static let identifier = "flax-default"
  static let summary =
    "Flax's dense and convolutional layers: truncated LeCun normal, zero biases"
  static let source = "flax.linen.Dense, flax.linen.Conv"

  init(_ parameters: inout ParameterReader) {}

  func marginal(of layer: LayerContext) -> Marginal {
    Convention.jax.normal(variance: 1 / Double(layer.fanIn))
  }
}

/// What MLX gives dense and convolutional layers: uniform within ±1/√fan_in.
///
/// Only dense layers have biases that vary. MLX 0.32.4 counts the input channels of one group of a
/// grouped convolution; versions before the fix of its issue 4536 counted those of all groups.
struct MLXDefault: IndependentInitializer {
  /// Which input channels of a grouped convolution count.
  enum Fan: String, CaseIterable, Sendable {
    case perGroup = "per-group"
    case allGroups = "all-groups"
  }

  static let identifier = "mlx-default"
  static let summary =
    "MLX's dense and convolutional layers: uniform within ±1/√fan_in, biases of dense layers too"
  static let source = "mlx.nn.Linear, mlx.nn.Conv2d"

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
    let groups = fan == .allGroups ? layer.groups : 1
    return .uniform(variance: 1 / (3 * Double(layer.fanIn) * Double(groups)))
  }

  func biasLaw(of layer: LayerContext) -> TensorLaw {
    layer.kernel.isEmpty ? .independent(marginal(of: layer)) : .constant(0)
  }

  func biases(of layer: LayerContext) -> any TensorFill {
    layer.kernel.isEmpty
      ? IndependentFill.make(marginal(of: layer), layer.stream("bias")) : ConstantFill(0)
  }
}
