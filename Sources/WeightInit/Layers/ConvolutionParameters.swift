/// The parameters that convolutions and transposed convolutions share.
struct ConvolutionParameters: Sendable {
  /// The number of spatial axes.
  let dimensions: Int
  let channels: Int
  let window: SlidingWindow
  let groups: Int
  private let inputCount: InputCount

  init(dimensions: Int, _ parameters: inout ParameterReader) {
    self.dimensions = dimensions
    channels = parameters.integer("channels", "the number of output channels")
    window = SlidingWindow(dimensions: dimensions, &parameters)
    groups = parameters.integer(
      "groups",
      default: 1,
      "the number of channel groups, which see only their own channels"
    )
    inputCount = InputCount(&parameters, of: "channels")
    if !channels.isMultiple(of: groups) {
      parameters.fail(
        "groups",
        "the \(channels) output channels cannot be split into \(groups) equal groups"
      )
    }
  }

  /// The weight, of which neurons come first.
  ///
  /// - Parameters:
  ///   - input: What flows in, if that is known.
  ///   - kind: The kind of layer, for messages.
  /// - Returns: Its shape, fans and groups, stored as they are.
  /// - Throws: ``LayerShapeError`` when the input does not fit or the kernel is too large.
  func weight(
    of input: FeatureShape?,
    kind: String
  ) throws(LayerShapeError) -> LayerGeometry.Weight {
    let inputs = try inputCount(of: input, dimensions: dimensions, groups: groups, kind: kind)
    let positions = try window.positions()
    let (fanIn, overflowIn) = (inputs / groups).multipliedReportingOverflow(by: positions)
    let (fanOut, overflowOut) = (channels / groups).multipliedReportingOverflow(by: positions)
    guard !overflowIn, !overflowOut else {
      throw LayerShapeError("the kernel is too large")
    }
    return LayerGeometry.Weight(
      logicalShape: [channels, inputs / groups] + window.kernel,
      fanIn: fanIn,
      fanOut: fanOut,
      groups: groups,
      kernel: window.kernel
    )
  }
}
