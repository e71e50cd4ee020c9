/// A bare tensor of given shape, for networks that no other kind describes.
///
/// The first axis holds the neurons unless `neurons` names another; all other axes feed a neuron.
struct BareTensorLayer: LayerKind {
  static let identifier = "tensor"
  static let summary = "a bare tensor: shape, and which axis holds the neurons"
  static let principalParameter: String? = "shape"
  static let offersBias = false

  private let shape: [Int]
  private let neuronAxis: Int

  init(_ parameters: inout ParameterReader) {
    shape = parameters.integers("shape", count: nil, "the lengths of the axes")
    neuronAxis = parameters.integer(
      "neurons",
      default: 0,
      in: 0...63,
      "the axis that holds the neurons, from 0"
    )
    if neuronAxis >= shape.count {
      parameters.fail(
        "neurons",
        "axis \(neuronAxis) does not exist: the shape has \(shape.count) axes"
      )
    }
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    guard shape.indices.contains(neuronAxis) else {
      throw LayerShapeError("axis \(neuronAxis) does not exist: the shape has \(shape.count) axes")
    }
    var fanIn = 1
    for (axis, length) in shape.enumerated() where axis != neuronAxis {
      let (product, overflow) = fanIn.multipliedReportingOverflow(by: length)
      guard !overflow else { throw LayerShapeError("the tensor is too large") }
      fanIn = product
    }
    let others = shape.indices.filter { $0 != neuronAxis }
    return LayerGeometry(
      weight: .init(
        logicalShape: [shape[neuronAxis]] + others.map { shape[$0] },
        storedOrder: shape.indices.map { axis in
          axis == neuronAxis ? 0 : axis + (axis < neuronAxis ? 1 : 0)
        },
        fanIn: fanIn,
        fanOut: shape[neuronAxis]
      ),
      output: nil,
      kerasClass: nil,
      // Vectors (biases, scales) are no stages.
      countsAsStage: shape.count > 1
    )
  }
}
