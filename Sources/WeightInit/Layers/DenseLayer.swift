/// A fully connected layer, or one for each of several experts.
struct DenseLayer: LayerKind {
  static let identifier = "dense"
  static let summary = "a fully connected layer: units"
  static let principalParameter: String? = "units"
  static let offersBias = true

  private let units: Int
  private let inputCount: InputCount
  private let experts: Int?
  private let storesInputsFirst: Bool

  init(_ parameters: inout ParameterReader) {
    units = parameters.integer("units", "the number of output features")
    inputCount = InputCount(&parameters, of: "features")
    let count = parameters.integer(
      "experts",
      default: 0,
      in: 0...1 << 20,
      "how many such layers stand side by side, stored in one tensor whose first axis counts them; "
        + "0 is one layer without such an axis"
    )
    experts = count == 0 ? nil : count
    storesInputsFirst = parameters.flag(
      "transposed",
      default: false,
      "whether the weights are stored (in, out) in every layout, as GPT-2's are"
    )
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    if let input, !input.spatial.isEmpty {
      throw LayerShapeError(
        "a dense layer takes features, but the layer before gives \(input); "
          + "put `flatten`, `tokens` or a `pool` with `global: true` between"
      )
    }
    let features = try inputCount(of: input)
    let factors = input.map(\.flattenedFrom) ?? []
    var weight = LayerGeometry.Weight(
      logicalShape: [units] + (factors.isEmpty ? [features] : factors),
      mergedInputAxes: max(1, factors.count),
      fanIn: features,
      fanOut: units
    )
    if storesInputsFirst {
      // GPT-2's order of a flattened input would be the layout's, which nobody has used.
      weight = .init(logicalShape: [units, features], fanIn: features, fanOut: units)
      weight.storedOrder = [1, 0]
    }
    let output = FeatureShape(channels: units)
    guard let experts else {
      return LayerGeometry(
        weight: weight,
        vectors: setting.hasBias ? [(.bias, units)] : [],
        output: output,
        kerasClass: "Dense",
        countsAsStage: true
      )
    }
    return try stack(
      experts,
      of: .init(logicalShape: [units, features], fanIn: features, fanOut: units),
      output: output,
      setting
    )
  }

  /// As many maps as there are experts, in one tensor.
  private func stack(
    _ experts: Int,
    of weight: LayerGeometry.Weight,
    output: FeatureShape,
    _ setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry {
    var stored = weight
    stored.logicalShape = [experts, units, weight.fanIn]
    stored.neuronAxes = 2
    stored.storedOrder =
      storesInputsFirst || setting.layout == .keras ? [0, 2, 1] : [0, 1, 2]
    guard stored.logicalShape.checkedProduct != nil else {
      throw LayerShapeError("the experts are together too large")
    }
    let maps = (0..<experts).map {
      LayerGeometry.Map(name: "\($0)", weight: weight, hasBias: setting.hasBias)
    }
    let all = Array(0..<experts)
    return LayerGeometry(
      maps: maps,
      parts: [.init(.weight, .weights(of: all, as: stored))]
        + (setting.hasBias
          ? [.init(.bias, .biases(of: all, shape: [experts, units]))] : []),
      output: output,
      kerasClass: nil,
      countsAsStage: true
    )
  }
}
