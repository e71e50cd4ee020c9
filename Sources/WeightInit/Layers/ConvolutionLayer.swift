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

/// What convolutions and transposed convolutions of every dimension have in common as kinds of layers.
protocol ConvolutionLayer<Shapes>: LayerKind {
  associatedtype Shapes: ConvolutionShapes
  /// The number of spatial axes.
  static var dimensions: Int { get }
  var convolution: Shapes { get }
  init(convolution: Shapes)
}

/// The parameters of a convolution, and the shapes that follow from them.
protocol ConvolutionShapes: Sendable {
  /// The identifier of the kinds of layers without their dimension.
  static var identifier: String { get }
  /// What the kinds of layers are, without their dimension.
  static var summary: String { get }
  init(dimensions: Int, _ parameters: inout ParameterReader)
  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry
}

extension ConvolutionLayer {
  static var identifier: String { "\(Shapes.identifier)\(dimensions)d" }
  static var summary: String {
    "\(Shapes.summary) along \(dimensions == 1 ? "one axis" : dimensions == 2 ? "two axes" : "three axes"): "
      + "channels, kernel, stride, padding, dilation, groups"
  }
  static var principalParameter: String? { "channels" }
  static var offersBias: Bool { true }

  init(_ parameters: inout ParameterReader) {
    self.init(convolution: Shapes(dimensions: Self.dimensions, &parameters))
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError) -> LayerGeometry {
    try convolution.geometry(of: input, in: setting)
  }
}
