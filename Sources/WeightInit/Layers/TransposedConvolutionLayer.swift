/// A transposed convolution along one axis.
struct TransposedConvolution1DLayer: ConvolutionLayer {
  static let dimensions = 1
  let convolution: TransposedConvolution
}

/// A transposed convolution along two axes.
struct TransposedConvolution2DLayer: ConvolutionLayer {
  static let dimensions = 2
  let convolution: TransposedConvolution
}

/// A transposed convolution along three axes.
struct TransposedConvolution3DLayer: ConvolutionLayer {
  static let dimensions = 3
  let convolution: TransposedConvolution
}

/// A transposed convolution along one, two or three axes.
///
/// It spreads each input over kernel positions; with strides an output meets only every stride-th of
/// them, so that it adds up fanIn/∏stride values on average.
struct TransposedConvolution: ConvolutionShapes {
  static let identifier = "conv-transpose"
  static let summary = "a transposed convolution"

  private let common: ConvolutionParameters
  private let outputPadding: [Int]

  init(dimensions: Int, _ parameters: inout ParameterReader) {
    common = ConvolutionParameters(dimensions: dimensions, &parameters)
    outputPadding = parameters.integers(
      "output-padding",
      count: dimensions,
      default: 0,
      in: 0...Int.max >> 2,
      "what is added to one end of each output axis, to choose among the sizes that a stride allows"
    )
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry {
    let (dimensions, window) = (common.dimensions, common.window)
    var weight = try common.weight(of: input, kind: "\(Self.identifier)\(dimensions)d")
    guard let dilution = window.stride.checkedProduct else {
      throw LayerShapeError("the kernel is too large")
    }
    weight.dilution = dilution
    var output: FeatureShape?
    if let input {
      output = FeatureShape(
        channels: common.channels,
        spatial: try window.transposedOutput(of: input.spatial, adding: outputPadding)
      )
    }
    try store(&weight, in: setting.layout)
    return LayerGeometry(
      weight: weight,
      vectors: setting.hasBias ? [(.bias, common.channels)] : [],
      output: output,
      kerasClass: "Conv\(dimensions)DTranspose",
      countsAsStage: true
    )
  }

  /// Orders the axes of the weight as a framework does.
  private func store(
    _ weight: inout LayerGeometry.Weight,
    in layout: WeightLayout
  ) throws(LayerShapeError) {
    let (groups, kernel) = (common.groups, common.window.kernel)
    let (neurons, inputs) = (common.channels / groups, weight.logicalShape[1])
    let spatial = Array(2..<2 + common.dimensions)
    switch layout {
    case .pytorch where groups > 1:
      weight.logicalShape = [groups, neurons, inputs] + kernel
      weight.neuronAxes = 2
      weight.storedOrder = [0, 2, 1] + spatial.map { $0 + 1 }
      weight.storedShape = [groups * inputs, neurons] + kernel
    case .pytorch: weight.storedOrder = [1, 0] + spatial
    case .keras where groups == 1: weight.storedOrder = spatial + [0, 1]
    case .mlx where groups == 1: break
    case .keras, .mlx:
      throw LayerShapeError(
        "\(layout.rawValue) has no transposed convolution with groups; use `groups: 1` or "
          + "the layout pytorch"
      )
    }
  }
}
