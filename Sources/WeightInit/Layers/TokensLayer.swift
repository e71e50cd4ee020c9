/// Takes the positions of a picture or a sequence as tokens: what follows sees the channels of one.
struct TokensLayer: LayerKind {
  static let identifier = "tokens"
  static let summary = "takes positions as tokens: the channels become the features of each"
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
    return LayerGeometry(output: FeatureShape(channels: input.channels), kerasClass: "Reshape")
  }
}
