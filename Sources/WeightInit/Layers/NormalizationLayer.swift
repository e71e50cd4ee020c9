/// A layer normalization: scale 1, shift 0.
struct LayerNormalizationLayer: LayerKind {
  static let identifier = "layer-norm"
  static let summary = "a layer normalization with scale 1 and shift 0"
  static let principalParameter: String? = nil
  static let offersBias = true

  init(_ parameters: inout ParameterReader) {}

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let input = try known(input)
    return LayerGeometry(
      vectors: [(.scale, input.channels)] + (setting.hasBias ? [(.shift, input.channels)] : []),
      output: input,
      kerasClass: "LayerNormalization"
    )
  }
}

/// A batch normalization: scale 1, shift 0, running mean 0, running variance 1.
struct BatchNormalizationLayer: LayerKind {
  static let identifier = "batch-norm"
  static let summary = "a batch normalization with scale 1, shift 0, running mean 0 and variance 1"
  static let principalParameter: String? = nil
  static let offersBias = true

  init(_ parameters: inout ParameterReader) {}

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let input = try known(input)
    return LayerGeometry(
      vectors: [(.scale, input.channels)] + (setting.hasBias ? [(.shift, input.channels)] : [])
        + [(.runningMean, input.channels), (.runningVariance, input.channels)],
      output: input,
      kerasClass: "BatchNormalization"
    )
  }
}

/// A normalization of groups of channels: scale 1, shift 0.
struct GroupNormalizationLayer: LayerKind {
  static let identifier = "group-norm"
  static let summary = "a normalization of groups of channels with scale 1 and shift 0: groups"
  static let principalParameter: String? = "groups"
  static let offersBias = true

  private let groups: Int

  init(_ parameters: inout ParameterReader) {
    groups = parameters.integer("groups", default: 32, "the number of channel groups")
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let input = try known(input)
    guard input.channels.isMultiple(of: groups) else {
      throw LayerShapeError(
        "the \(input.channels) channels cannot be split into \(groups) equal groups"
      )
    }
    return LayerGeometry(
      vectors: [(.scale, input.channels)] + (setting.hasBias ? [(.shift, input.channels)] : []),
      output: input,
      kerasClass: "GroupNormalization"
    )
  }
}

/// A normalization by the root mean square: scale 1.
struct RootMeanSquareNormalizationLayer: LayerKind {
  static let identifier = "rms-norm"
  static let summary = "a normalization by the root mean square with scale 1"
  static let principalParameter: String? = nil
  static let offersBias = false

  init(_ parameters: inout ParameterReader) {}

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let input = try known(input)
    return LayerGeometry(
      vectors: [(.scale, input.channels)],
      output: input,
      kerasClass: "RMSNormalization"
    )
  }
}
