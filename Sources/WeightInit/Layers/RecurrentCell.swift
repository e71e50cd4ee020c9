/// The parameters and shapes that recurrent layers share.
///
/// Every gate is a map of its own, from the input and from the state: schemes see fans and
/// orthogonality gate by gate, whatever the order in which a framework stacks the gates.
struct RecurrentCell: Sendable {
  /// Whether the weights between states are drawn gate by gate or as one matrix.
  enum Gates: String, CaseIterable, Sendable {
    case separate
    case fused
  }

  private let units: Int
  private let inputCount: InputCount
  private let depth: Int
  private let isBidirectional: Bool
  private let gates: Gates

  init(_ parameters: inout ParameterReader) {
    units = parameters.integer("units", in: 1...Int.max >> 8, "the number of units of the state")
    inputCount = InputCount(&parameters, of: "features")
    depth = parameters.integer(
      "layers",
      default: 1,
      in: 1...1024,
      "how many such layers stand one upon the other"
    )
    isBidirectional = parameters.flag(
      "bidirectional",
      default: false,
      "whether each layer also runs backwards, with weights of its own (Keras: Bidirectional, which "
        + "puts the outputs side by side)"
    )
    gates = parameters.choice(
      "gates",
      default: Gates.separate,
      "whether the weights between states are drawn gate by gate, or as one matrix as Keras does; one "
        + "seed gives the same gates in every layout either way"
    )
  }

  /// How the layouts store the tensors of a kind of recurrent layer.
  struct Storage {
    /// The gates in the order of the layout.
    var order: [String]
    /// The gates in the order in which they are drawn where they are drawn as one matrix, that of
    /// Keras, which does so; `nil` when it is the same.
    var drawnOrder: [String]?
    var inputWeights: String
    var stateWeights: String
    /// The tensors of biases: their names, and the shape for a number of gates and units.
    var biases: [Bias]

    /// Which drawn gate each stored one is; `nil` when they follow in the same order.
    var blockOrder: [Int]? {
      drawnOrder.map { drawn in order.compactMap { drawn.firstIndex(of: $0) } }
    }

    struct Bias {
      enum Kind {
        /// The biases of the maps from the input.
        case input
        /// Those of the maps from the state, for frameworks that have two.
        case state
        /// Those of the map from the state into the last gate only.
        case lastState
        /// Both, in two rows.
        case both
      }
      var name: String
      var kind: Kind
    }
  }

  /// What the layer is made of.
  ///
  /// - Parameters:
  ///   - input: What flows in.
  ///   - setting: Bias and layout.
  ///   - storage: How the layout stores the tensors.
  ///   - resting: What the biases of a gate are where a scheme leaves them at zero.
  ///   - kind: The kind's name.
  ///   - kerasClass: The Keras class.
  /// - Returns: The maps of all gates, and the tensors that stack them.
  /// - Throws: ``LayerShapeError`` when the layer cannot take such an input, or the layout has no such
  ///   layer.
  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting,
    storage: Storage,
    resting: [String: Double] = [:],
    kind: String,
    kerasClass: String
  ) throws(LayerShapeError) -> LayerGeometry {
    if let input, !input.spatial.isEmpty {
      throw LayerShapeError(
        "\(kind) takes a sequence of features, but the layer before gives \(input); put `flatten` "
          + "or `tokens` between"
      )
    }
    var features = try inputCount(of: input)
    if setting.layout != .pytorch, depth > 1 {
      throw LayerShapeError(
        "the layout \(setting.layout.rawValue) has no recurrent layers of several layers; write each "
          + "as a layer of its own"
      )
    }
    if setting.layout == .mlx, isBidirectional {
      throw LayerShapeError(
        "the layout mlx has no recurrent layers of two directions; write two layers, the second `from` "
          + "the input of the first"
      )
    }
    let directions = isBidirectional ? ["", "_reverse"] : [""]
    var maps: [LayerGeometry.Map] = []
    var parts: [LayerGeometry.Part] = []
    for level in 0..<depth {
      for direction in directions {
        append(
          level: level,
          direction: direction,
          features: features,
          storage,
          resting,
          setting,
          &maps,
          &parts
        )
      }
      features = units * directions.count
    }
    return LayerGeometry(
      maps: maps,
      parts: parts,
      output: FeatureShape(channels: features),
      kerasClass: isBidirectional ? "Bidirectional" : kerasClass,
      countsAsStage: true
    )
  }

  private func append(
    level: Int,
    direction: String,
    features: Int,
    _ storage: Storage,
    _ resting: [String: Double],
    _ setting: LayerSetting,
    _ maps: inout [LayerGeometry.Map],
    _ parts: inout [LayerGeometry.Part]
  ) {
    // The first layer's maps are called by their gates alone.
    let prefix = (level > 0 ? "l\(level)." : "") + (direction.isEmpty ? "" : "reverse.")
    let suffix = setting.layout == .pytorch ? "_l\(level)\(direction)" : ""
    // Keras wraps two layers in one, which it calls so.
    let wrapped =
      setting.layout == .keras && isBidirectional
      ? (direction.isEmpty ? "forward_layer." : "backward_layer.") : ""
    let count = storage.order.count
    let stacked = { (fanIn: Int) in
      LayerGeometry.Weight(
        logicalShape: [count * units, fanIn],
        fanIn: fanIn,
        fanOut: count * units
      )
    }
    let first = maps.count
    for gate in storage.order {
      maps.append(
        .init(
          name: prefix + (gate.isEmpty ? "input" : gate),
          weight: .init(logicalShape: [units, features], fanIn: features, fanOut: units),
          hasBias: setting.hasBias,
          restingBias: resting[gate] ?? 0,
          recurrentUnits: units,
          role: .inputToState
        )
      )
    }
    let inputs = Array(first..<maps.count)
    let isFused = gates == .fused && count > 1
    for gate in isFused ? ["all"] : storage.order {
      maps.append(
        .init(
          name: prefix + "recurrent" + (gate.isEmpty ? "" : "." + gate),
          weight: isFused
            ? stacked(units) : .init(logicalShape: [units, units], fanIn: units, fanOut: units),
          hasBias: false,
          recurrentUnits: units,
          role: .stateToState,
          blockOrder: isFused ? storage.blockOrder : nil
        )
      )
    }
    let states = Array(first + inputs.count..<maps.count)
    parts.append(
      .init(
        .weight,
        name: wrapped + storage.inputWeights + suffix,
        .weights(of: inputs, as: stacked(features))
      )
    )
    parts.append(
      .init(
        .weight,
        name: wrapped + storage.stateWeights + suffix,
        .weights(of: states, as: stacked(units))
      )
    )
    guard setting.hasBias else { return }
    for bias in storage.biases {
      let content: LayerGeometry.Content =
        switch bias.kind {
        case .input: .biases(of: inputs, shape: [count * units])
        case .state: .biases(of: states, shape: [count * units])
        case .lastState where !isFused: .biases(of: [states.last ?? 0], shape: [units])
        case .lastState: .constant(0, shape: [units])
        case .both: .biases(of: inputs + states, shape: [2, count * units])
        }
      parts.append(.init(.bias, name: wrapped + bias.name + suffix, content))
    }
  }
}
