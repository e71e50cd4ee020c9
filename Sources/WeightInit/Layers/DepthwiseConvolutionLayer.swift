/// A convolution along two axes that filters each input channel by itself.
///
/// Neuron c · multiplier + m is the m-th filter of channel c, as in PyTorch with as many groups as
/// channels; its fan-in is the number of kernel positions.
struct DepthwiseConvolutionLayer: LayerKind {
  static let identifier = "depthwise-conv2d"
  static let summary =
    "a convolution of each channel by itself: kernel, multiplier, stride, padding, dilation"
  static let principalParameter: String? = "kernel"
  static let offersBias = true

  private let window: SlidingWindow
  private let multiplier: Int
  private let inputCount: InputCount

  init(_ parameters: inout ParameterReader) {
    window = SlidingWindow(dimensions: 2, &parameters)
    multiplier = parameters.integer(
      "multiplier",
      default: 1,
      "how many filters each input channel has"
    )
    inputCount = InputCount(&parameters, of: "channels")
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    let inputs = try inputCount(of: input, dimensions: 2, kind: Self.identifier)
    let positions = try window.positions()
    let (channels, overflow) = inputs.multipliedReportingOverflow(by: multiplier)
    let (fanOut, overflowOut) = multiplier.multipliedReportingOverflow(by: positions)
    guard !overflow, !overflowOut else { throw LayerShapeError("the kernel is too large") }
    var weight = LayerGeometry.Weight(
      logicalShape: [channels, 1] + window.kernel,
      fanIn: positions,
      fanOut: fanOut,
      groups: inputs,
      kernel: window.kernel
    )
    if setting.layout == .keras { weight.storedShape = window.kernel + [inputs, multiplier] }
    var output: FeatureShape?
    if let input {
      output = FeatureShape(channels: channels, spatial: try window.output(of: input.spatial))
    }
    return LayerGeometry(
      weight: weight,
      vectors: setting.hasBias ? [(.bias, channels)] : [],
      output: output,
      kerasClass: "DepthwiseConv2D",
      countsAsStage: true
    )
  }
}
