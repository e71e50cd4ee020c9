/// The parameters and shapes that convolutions of one, two and three dimensions share.
struct Convolution: Sendable {
  private let dimensions: Int
  private let channels: Int
  private let declaredInput: Int?
  private let groups: Int
  private let window: SlidingWindow

  init(dimensions: Int, _ parameters: inout ParameterReader) {
    self.dimensions = dimensions
    channels = parameters.integer("channels", "the number of output channels")
    window = SlidingWindow(dimensions: dimensions, &parameters)
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
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let inputs = try convolutionInputs(
      of: input,
      declared: declaredInput,
      dimensions: dimensions,
      groups: groups,
      kind: "conv\(dimensions)d"
    )
    let positions = try window.positions()
    let (fanIn, overflowIn) = (inputs / groups).multipliedReportingOverflow(by: positions)
    let (fanOut, overflowOut) = (channels / groups).multipliedReportingOverflow(by: positions)
    guard !overflowIn, !overflowOut else {
      throw LayerShapeError("the kernel is too large")
    }
    var output: FeatureShape?
    if let input {
      output = FeatureShape(channels: channels, spatial: try window.output(of: input.spatial))
    }
    return LayerGeometry(
      weight: .init(
        logicalShape: [channels, inputs / groups] + window.kernel,
        fanIn: fanIn,
        fanOut: fanOut,
        groups: groups,
        kernel: window.kernel
      ),
      vectors: setting.hasBias ? [(.bias, channels)] : [],
      output: output,
      kerasClass: "Conv\(dimensions)D",
      countsAsStage: true
    )
  }
}

/// What convolutions of every dimension have in common as kinds of layers.
protocol ConvolutionLayer: LayerKind {
  /// The number of spatial axes.
  static var dimensions: Int { get }
  var convolution: Convolution { get }
  init(convolution: Convolution)
}

extension ConvolutionLayer {
  static var identifier: String { "conv\(dimensions)d" }
  static var summary: String {
    "a convolution along \(dimensions == 1 ? "one axis" : dimensions == 2 ? "two axes" : "three axes"): "
      + "channels, kernel, stride, padding, dilation, groups"
  }
  static var principalParameter: String? { "channels" }
  static var offersBias: Bool { true }

  init(_ parameters: inout ParameterReader) {
    self.init(convolution: Convolution(dimensions: Self.dimensions, &parameters))
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

/// A convolution along one axis.
struct Convolution1DLayer: ConvolutionLayer {
  static let dimensions = 1
  let convolution: Convolution
}

/// A convolution along two axes.
struct Convolution2DLayer: ConvolutionLayer {
  static let dimensions = 2
  let convolution: Convolution
}

/// A convolution along three axes.
struct Convolution3DLayer: ConvolutionLayer {
  static let dimensions = 3
  let convolution: Convolution
}
