/// A layer normalization: scale 1, shift 0.
struct LayerNormalizationLayer: LayerKind {
  static let identifier = "layer-norm"
  static let summary = "a layer normalization with scale 1 and shift 0"
  static let principalParameter: String? = nil
  static let offersBias = true

  init(_ parameters: inout ParameterReader) {}

  func geometry(of input: FeatureShape?, hasBias: Bool) throws(LayerShapeError) -> LayerGeometry {
    guard let input else {
      throw LayerShapeError("the input of `layer-norm` is not known; give `input: …` at the top")
    }
    return LayerGeometry(
      vectors: [(.scale, input.channels)] + (hasBias ? [(.shift, input.channels)] : []),
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

  func geometry(of input: FeatureShape?, hasBias: Bool) throws(LayerShapeError) -> LayerGeometry {
    guard let input else {
      throw LayerShapeError("the input of `batch-norm` is not known; give `input: …` at the top")
    }
    return LayerGeometry(
      vectors: [(.scale, input.channels)] + (hasBias ? [(.shift, input.channels)] : [])
        + [(.runningMean, input.channels), (.runningVariance, input.channels)],
      output: input,
      kerasClass: "BatchNormalization"
    )
  }
}
