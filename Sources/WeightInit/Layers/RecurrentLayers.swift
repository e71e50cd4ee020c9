/// An Elman network: one map from the input and one from the state.
struct RecurrentLayer: LayerKind {
  static let identifier = "rnn"
  static let summary = "a simple recurrent layer: units, layers, bidirectional"
  static let principalParameter: String? = "units"
  static let offersBias = true

  private let cell: RecurrentCell

  init(_ parameters: inout ParameterReader) { cell = RecurrentCell(&parameters) }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let storage: RecurrentCell.Storage =
      switch setting.layout {
      case .pytorch:
        .init(
          order: [""],
          inputWeights: "weight_ih",
          stateWeights: "weight_hh",
          biases: [.init(name: "bias_ih", kind: .input), .init(name: "bias_hh", kind: .state)]
        )
      case .keras:
        .init(
          order: [""],
          inputWeights: "kernel",
          stateWeights: "recurrent_kernel",
          biases: [.init(name: "bias", kind: .input)]
        )
      case .mlx:
        .init(
          order: [""],
          inputWeights: "Wxh",
          stateWeights: "Whh",
          biases: [.init(name: "bias", kind: .input)]
        )
      }
    return try cell.geometry(
      of: input,
      in: setting,
      storage: storage,
      kind: Self.identifier,
      kerasClass: "SimpleRNN"
    )
  }
}

/// A long short-term memory of input, forget, cell and output gates.
///
/// Every framework here stacks the gates in this order.
struct LSTMLayer: LayerKind {
  static let identifier = "lstm"
  static let summary = "a long short-term memory: units, layers, bidirectional, forget-bias"
  static let principalParameter: String? = "units"
  static let offersBias = true

  private let cell: RecurrentCell
  private let forgetBias: Double

  init(_ parameters: inout ParameterReader) {
    cell = RecurrentCell(&parameters)
    forgetBias = parameters.number(
      "forget-bias",
      default: 0,
      "the bias of the forget gate where the scheme leaves biases at zero; 1 starts it open, as Keras "
        + "does"
    )
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let order = ["input", "forget", "cell", "output"]
    let storage: RecurrentCell.Storage =
      switch setting.layout {
      case .pytorch:
        .init(
          order: order,
          inputWeights: "weight_ih",
          stateWeights: "weight_hh",
          biases: [.init(name: "bias_ih", kind: .input), .init(name: "bias_hh", kind: .state)]
        )
      case .keras:
        .init(
          order: order,
          inputWeights: "kernel",
          stateWeights: "recurrent_kernel",
          biases: [.init(name: "bias", kind: .input)]
        )
      case .mlx:
        .init(
          order: order,
          inputWeights: "Wx",
          stateWeights: "Wh",
          biases: [.init(name: "bias", kind: .input)]
        )
      }
    return try cell.geometry(
      of: input,
      in: setting,
      storage: storage,
      resting: ["forget": forgetBias],
      kind: Self.identifier,
      kerasClass: "LSTM"
    )
  }
}

/// A gated recurrent unit of reset, update and new gates.
///
/// PyTorch and MLX stack the gates in this order, Keras update, reset, new. One seed gives each gate the
/// same weights in all of them, also where the gates are drawn as one matrix.
struct GRULayer: LayerKind {
  static let identifier = "gru"
  static let summary = "a gated recurrent unit: units, layers, bidirectional"
  static let principalParameter: String? = "units"
  static let offersBias = true

  private let cell: RecurrentCell

  init(_ parameters: inout ParameterReader) { cell = RecurrentCell(&parameters) }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let drawnOrder = ["update", "reset", "new"]
    let storage: RecurrentCell.Storage =
      switch setting.layout {
      case .pytorch:
        .init(
          order: ["reset", "update", "new"],
          drawnOrder: drawnOrder,
          inputWeights: "weight_ih",
          stateWeights: "weight_hh",
          biases: [.init(name: "bias_ih", kind: .input), .init(name: "bias_hh", kind: .state)]
        )
      case .keras:
        .init(
          order: drawnOrder,
          inputWeights: "kernel",
          stateWeights: "recurrent_kernel",
          biases: [.init(name: "bias", kind: .both)]
        )
      case .mlx:
        .init(
          order: ["reset", "update", "new"],
          drawnOrder: drawnOrder,
          inputWeights: "Wx",
          stateWeights: "Wh",
          biases: [.init(name: "b", kind: .input), .init(name: "bhn", kind: .lastState)]
        )
      }
    return try cell.geometry(
      of: input,
      in: setting,
      storage: storage,
      kind: Self.identifier,
      kerasClass: "GRU"
    )
  }
}
