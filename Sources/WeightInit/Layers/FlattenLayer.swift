/// Makes plain features of channels and spatial axes.
struct FlattenLayer: LayerKind {
  static let identifier = "flatten"
  static let summary = "makes plain features of channels and spatial axes"
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
    guard !input.spatial.isEmpty else {
      return LayerGeometry(output: input, kerasClass: "Flatten")
    }
    var features = input.channels
    for length in input.spatial {
      let (product, overflow) = features.multipliedReportingOverflow(by: length)
      guard !overflow else { throw LayerShapeError("the input is too large to flatten") }
      features = product
    }
    return LayerGeometry(
      output: FeatureShape(
        channels: features,
        flattenedFrom: [input.channels] + input.spatial
      ),
      kerasClass: "Flatten"
    )
  }
}
