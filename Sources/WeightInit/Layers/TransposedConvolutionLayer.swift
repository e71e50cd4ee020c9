/// The parameters and shapes that transposed convolutions of one, two and three dimensions share.
///
/// A transposed convolution spreads each input over kernel positions; with strides an output meets
/// only every stride-th of them, so that it adds up fanIn/∏stride values on average.
struct TransposedConvolution: Sendable {
  private let dimensions: Int
  private let channels: Int
  private let declaredInput: Int?
  private let groups: Int
  private let window: SlidingWindow
  private let outputPadding: [Int]

  init(dimensions: Int, _ parameters: inout ParameterReader) {
    self.dimensions = dimensions
    channels = parameters.integer("channels", "the number of output channels")
    window = SlidingWindow(dimensions: dimensions, &parameters)
    outputPadding = parameters.integers(
      "output-padding",
      count: dimensions,
      default: 0,
      in: 0...Int.max >> 2,
      "what is added to one end of each output axis, to choose among the sizes that a stride allows"
    )
    groups = parameters.integer(
      "groups",
      default: 1,
      "the number of channel groups, which see only their own channels"
    )
    declaredInput = parameters.inputChannels()
    if !channels.isMultiple(of: groups) {
      parameters.fail(
        "groups",
        "the \(channels) output channels cannot be split into \(groups) equal groups"
      )
    }
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry {
    let kind = "conv-transpose\(dimensions)d"
    let inputs = try convolutionInputs(
      of: input,
      declared: declaredInput,
      dimensions: dimensions,
      groups: groups,
      kind: kind
    )
    let positions = try window.positions()
    let (fanIn, overflowIn) = (inputs / groups).multipliedReportingOverflow(by: positions)
    let (fanOut, overflowOut) = (channels / groups).multipliedReportingOverflow(by: positions)
    guard !overflowIn, !overflowOut, let dilution = window.stride.checkedProduct else {
      throw LayerShapeError("the kernel is too large")
    }
    var output: FeatureShape?
    if let input {
      output = FeatureShape(
        channels: channels,
        spatial: try window.transposedOutput(of: input.spatial, adding: outputPadding)
      )
    }
    var weight = LayerGeometry.Weight(
      logicalShape: [channels, inputs / groups] + window.kernel,
      fanIn: fanIn,
      fanOut: fanOut,
      groups: groups,
      kernel: window.kernel,
      dilution: dilution
    )
    let spatial = Array(2..<2 + dimensions)
    switch setting.layout {
    case .pytorch where groups > 1:
      weight.logicalShape = [groups, channels / groups, inputs / groups] + window.kernel
      weight.neuronAxes = 2
      weight.storedOrder = [0, 2, 1] + spatial.map { $0 + 1 }
      weight.storedShape = [inputs, channels / groups] + window.kernel
    case .pytorch: weight.storedOrder = [1, 0] + spatial
    case .keras where groups == 1: weight.storedOrder = spatial + [0, 1]
    case .mlx where groups == 1: break
    case .keras, .mlx:
      throw LayerShapeError(
        "\(setting.layout.rawValue) has no transposed convolution with groups; use `groups: 1` or "
          + "the layout pytorch"
      )
    }
    return LayerGeometry(
      weight: weight,
      vectors: setting.hasBias ? [(.bias, channels)] : [],
      output: output,
      kerasClass: "Conv\(dimensions)DTranspose",
      countsAsStage: true
    )
  }
}

/// What transposed convolutions of every dimension have in common as kinds of layers.
protocol TransposedConvolutionLayer: LayerKind {
  /// The number of spatial axes.
  static var dimensions: Int { get }
  var convolution: TransposedConvolution { get }
  init(convolution: TransposedConvolution)
}

extension TransposedConvolutionLayer {
  static var identifier: String { "conv-transpose\(dimensions)d" }
  static var summary: String {
    "a transposed convolution along "
      + (dimensions == 1 ? "one axis" : dimensions == 2 ? "two axes" : "three axes")
      + ": channels, kernel, stride, padding, dilation, groups"
  }
  static var principalParameter: String? { "channels" }
  static var offersBias: Bool { true }

  init(_ parameters: inout ParameterReader) {
    self.init(convolution: TransposedConvolution(dimensions: Self.dimensions, &parameters))
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    try convolution.geometry(of: input, in: setting)
  }
}

/// A transposed convolution along one axis.
struct TransposedConvolution1DLayer: TransposedConvolutionLayer {
  static let dimensions = 1
  let convolution: TransposedConvolution
}

/// A transposed convolution along two axes.
struct TransposedConvolution2DLayer: TransposedConvolutionLayer {
  static let dimensions = 2
  let convolution: TransposedConvolution
}

/// A transposed convolution along three axes.
struct TransposedConvolution3DLayer: TransposedConvolutionLayer {
  static let dimensions = 3
  let convolution: TransposedConvolution
}
