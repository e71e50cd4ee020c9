/// A table of vectors, one for each item of a vocabulary.
///
/// As a linear map of one-hot vectors its fan-in is the vocabulary and its fan-out the number of
/// features. A scale by fan-in is rarely what one wants of a table, so without a scheme of its own it
/// is standard normal, as PyTorch's, whatever the network's scheme.
struct EmbeddingLayer: LayerKind {
  static let identifier = "embedding"
  static let summary = "a table of vectors: features, vocabulary"
  static let principalParameter: String? = "features"
  static let offersBias = false

  private let features: Int
  private let vocabulary: Int

  init(_ parameters: inout ParameterReader) {
    features = parameters.integer("features", "the length of a vector")
    vocabulary = parameters.integer("vocabulary", "the number of items")
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    LayerGeometry(
      weight: .init(
        logicalShape: [features, vocabulary],
        storedOrder: [1, 0],
        fanIn: vocabulary,
        fanOut: features
      ),
      output: FeatureShape(channels: features),
      kerasClass: "Embedding"
    )
  }
}
