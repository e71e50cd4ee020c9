/// A rectifier whose slope for negative inputs is learned, 0.25 at first.
///
/// Source: He et al. 2015, section 2.1.
struct PReLULayer: LayerKind {
  static let identifier = "prelu"
  static let summary = "a rectifier with a learned negative slope: shared by all channels, or not"
  static let principalParameter: String? = nil
  static let offersBias = false

  private let isShared: Bool
  private let slope: Double

  init(_ parameters: inout ParameterReader) {
    isShared = parameters.flag(
      "shared",
      default: false,
      "whether one slope serves all channels; else each has one"
    )
    slope = parameters.number("slope", default: 0.25, "the slope of negative inputs at first")
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    guard isShared || input != nil else {
      throw LayerShapeError("the input of `prelu` is not known; give `input: …` at the top")
    }
    let channels = isShared ? 1 : input?.channels ?? 1
    // Keras keeps an axis for each of the input's, channels last, and shares along the spatial ones.
    let spatial = Array(repeating: 1, count: input?.spatial.count ?? 0)
    return LayerGeometry(
      maps: [],
      parts: [
        .init(
          .slope,
          .constant(slope, shape: setting.layout == .keras ? spatial + [channels] : [channels])
        )
      ],
      output: input,
      kerasClass: "PReLU"
    )
  }
}
