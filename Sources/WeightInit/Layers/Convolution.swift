/// A convolution along one, two or three axes.
struct Convolution: ConvolutionShapes {
  static let identifier = "conv"
  static let summary = "a convolution"

  private let common: ConvolutionParameters

  init(dimensions: Int, _ parameters: inout ParameterReader) {
    common = ConvolutionParameters(dimensions: dimensions, &parameters)
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry {
    let dimensions = common.dimensions
    let weight = try common.weight(of: input, kind: "\(Self.identifier)\(dimensions)d")
    var output: FeatureShape?
    if let input {
      output = FeatureShape(
        channels: common.channels,
        spatial: try common.window.output(of: input.spatial)
      )
    }
    return LayerGeometry(
      weight: weight,
      vectors: setting.hasBias ? [(.bias, common.channels)] : [],
      output: output,
      kerasClass: "Conv\(dimensions)D",
      countsAsStage: true
    )
  }
}
