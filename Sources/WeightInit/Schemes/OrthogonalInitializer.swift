/// Haar-distributed orthogonal weights.
///
/// The kernel of a convolution is a matrix of output channels by (input channels × positions).
struct OrthogonalInitializer: Initializer {
  static let identifier = "orthogonal"
  static let summary = "orthonormal columns, or rows when they are fewer, times a gain"
  static let source = "Saxe, McClelland & Ganguli 2014 (arXiv:1312.6120)"

  private let gain: Double

  init(_ parameters: inout ParameterReader) {
    gain = parameters.number(
      "gain",
      default: 1,
      in: .positive,
      "what the matrix is multiplied by, √2 for ReLU"
    )
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw { .orthogonal(gain: gain) }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    try OrthonormalFill(
      layer.stream("weight"),
      rows: layer.neurons,
      columns: layer.fanIn,
      gain: gain
    )
  }
}
