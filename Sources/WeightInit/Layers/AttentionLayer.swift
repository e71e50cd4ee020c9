/// An attention of several heads: maps that make queries, keys, values and the output.
///
/// Each map is drawn by itself with its own fans, also where they are stored as one tensor.
struct AttentionLayer: LayerKind {
  /// How the maps are stored.
  enum Projections: String, CaseIterable, Sendable {
    case separate
    case fused
  }

  static let identifier = "attention"
  static let summary =
    "an attention: heads, kv-heads, head-dim, projections separate or fused, names"
  static let principalParameter: String? = "heads"
  static let offersBias = true

  private let heads: Int
  private let keyValueHeads: Int
  private let headLength: Int?
  private let projections: Projections
  private let storesInputsFirst: Bool
  private let outputHasBias: Bool
  private let names: [String]?
  private let inputCount: InputCount

  init(_ parameters: inout ParameterReader) {
    heads = parameters.integer("heads", in: 1...1 << 20, "the number of heads")
    let pairs = parameters.integer(
      "kv-heads",
      default: 0,
      in: 0...1 << 20,
      "the number of heads of keys and values, which several heads of queries share; 0 for as many"
    )
    keyValueHeads = pairs == 0 ? heads : pairs
    let length = parameters.integer(
      "head-dim",
      default: 0,
      in: 0...1 << 30,
      "the features of a head; 0 divides those of the input among the heads"
    )
    headLength = length == 0 ? nil : length
    projections = parameters.choice(
      "projections",
      default: Projections.separate,
      "whether queries, keys and values have a tensor each, or one in this order"
    )
    storesInputsFirst = parameters.flag(
      "transposed",
      default: false,
      "whether the weights are stored (in, out) in every layout, as GPT-2's are"
    )
    outputHasBias = parameters.flag(
      "output-bias",
      default: true,
      "whether the map that makes the output has a bias too; without `bias` it never has"
    )
    inputCount = InputCount(&parameters, of: "features")
    names = parameters.optionalNames(
      "names",
      counts: [2, 4],
      "what the tensors are called: queries, keys, values and output, or the fused ones and output; "
        + "the layout's usual names when left out"
    )
    if let names, names.count != (projections == .fused ? 2 : 4) {
      parameters.fail(
        "names",
        "\(projections.rawValue) projections need \(projections == .fused ? 2 : 4) names, found "
          + "\(names.count)"
      )
    }
    if !heads.isMultiple(of: keyValueHeads) {
      parameters.fail(
        "kv-heads",
        "\(heads) heads of queries cannot share \(keyValueHeads) heads of keys and values equally"
      )
    }
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    if let input, !input.spatial.isEmpty {
      throw LayerShapeError(
        "an attention takes features of tokens, but the layer before gives \(input); put `tokens` "
          + "between"
      )
    }
    let features = try inputCount(of: input)
    guard headLength != nil || features.isMultiple(of: heads) else {
      throw LayerShapeError(
        "\(features) features cannot be divided among \(heads) heads; give `head-dim: …`"
      )
    }
    let length = headLength ?? features / heads
    let (queries, overflow) = heads.multipliedReportingOverflow(by: length)
    guard !overflow, queries <= Int.max / 4 else {
      throw LayerShapeError("the heads are too large")
    }
    let pairs = keyValueHeads * length
    let usual = Self.names(setting.layout)
    let given = names ?? usual
    let mapNames =
      given.count == 4 ? given : Array(usual.prefix(3)) + [given.last ?? "out_proj"]
    func map(_ index: Int, _ role: MapRole, _ rows: Int, _ columns: Int) -> LayerGeometry.Map {
      .init(
        name: role.rawValue,
        label: mapNames[index],
        weight: .init(logicalShape: [rows, columns], fanIn: columns, fanOut: rows),
        hasBias: setting.hasBias && (role != .output || outputHasBias),
        role: role
      )
    }
    let maps = [
      map(0, .query, queries, features), map(1, .key, pairs, features),
      map(2, .value, pairs, features), map(3, .output, features, queries),
    ]
    let parts: [LayerGeometry.Part] =
      projections == .separate
      ? maps.indices.flatMap { separate($0, maps[$0], length: length, setting) }
      : fused(maps, names: names, setting) + separate(3, maps[3], length: length, setting)
    return LayerGeometry(
      maps: maps,
      parts: parts,
      output: FeatureShape(channels: features),
      kerasClass: keyValueHeads == heads ? "MultiHeadAttention" : "GroupedQueryAttention",
      countsAsStage: true
    )
  }

  private static func names(_ layout: WeightLayout) -> [String] {
    switch layout {
    case .pytorch: ["q_proj", "k_proj", "v_proj", "out_proj"]
    case .keras: ["query", "key", "value", "attention_output"]
    case .mlx: ["query_proj", "key_proj", "value_proj", "out_proj"]
    }
  }

  /// The tensors of a map that is stored by itself.
  private func separate(
    _ index: Int,
    _ map: LayerGeometry.Map,
    length: Int,
    _ setting: LayerSetting
  ) -> [LayerGeometry.Part] {
    var weight = map.weight
    var shape = [weight.neurons]
    if setting.layout == .keras, !storesInputsFirst {
      // Keras keeps an axis of heads.
      weight.storedOrder = [1, 0]
      if map.role == .output {
        weight.storedShape = [weight.fanIn / length, length, weight.neurons]
      } else {
        weight.storedShape = [weight.fanIn, weight.neurons / length, length]
        shape = [weight.neurons / length, length]
      }
    } else if storesInputsFirst {
      weight.storedOrder = [1, 0]
    }
    let label = map.label ?? map.name
    let kernel = label + (setting.layout == .keras ? ".kernel" : ".weight")
    return [.init(.weight, name: kernel, .weights(of: [index], as: weight))]
      + (map.hasBias
        ? [.init(.bias, name: label + ".bias", .biases(of: [index], shape: shape))] : [])
  }

  /// The tensor of queries, keys and values.
  private func fused(
    _ maps: [LayerGeometry.Map],
    names: [String]?,
    _ setting: LayerSetting
  ) -> [LayerGeometry.Part] {
    let rows = maps[0].weight.neurons + 2 * maps[1].weight.neurons
    let columns = maps[0].weight.fanIn
    var weight = LayerGeometry.Weight(
      logicalShape: [rows, columns],
      fanIn: columns,
      fanOut: rows
    )
    if storesInputsFirst { weight.storedOrder = [1, 0] }
    // PyTorch's own module joins the names by an underscore.
    let (weightName, biasName): (String, String) =
      if let name = names?.first {
        ("\(name).\(setting.layout == .keras ? "kernel" : "weight")", "\(name).bias")
      } else if setting.layout == .pytorch {
        ("in_proj_weight", "in_proj_bias")
      } else {
        ("in_proj.\(setting.layout == .keras ? "kernel" : "weight")", "in_proj.bias")
      }
    return [.init(.weight, name: weightName, .weights(of: [0, 1, 2], as: weight))]
      + (setting.hasBias
        ? [.init(.bias, name: biasName, .biases(of: [0, 1, 2], shape: [rows]))] : [])
  }
}
