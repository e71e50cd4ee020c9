/// A bare tensor of given shape, for networks that no other kind describes.
///
/// The first axis holds the neurons unless `neurons` names another; all other axes feed a neuron. With
/// `stacked` the first axis counts matrices that are drawn each by itself, such as experts, and the
/// second holds the neurons unless `neurons` names another.
struct BareTensorLayer: LayerKind {
  static let identifier = "tensor"
  static let summary =
    "a bare tensor: shape, which axis holds the neurons, whether the first counts"
  static let principalParameter: String? = "shape"
  static let offersBias = false

  private let shape: [Int]
  private let neuronAxis: Int
  private let isStacked: Bool

  init(_ parameters: inout ParameterReader) {
    shape = parameters.integers("shape", count: nil, "the lengths of the axes")
    isStacked = parameters.flag(
      "stacked",
      default: false,
      "whether the first axis counts matrices that are drawn each by itself, such as experts"
    )
    let axis = parameters.integer(
      "neurons",
      default: 0,
      in: 0...63,
      "the axis that holds the neurons, from 0; the one behind the first for stacked matrices"
    )
    neuronAxis = isStacked && axis == 0 ? 1 : axis
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
    guard isStacked else {
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
    return stack(inputs: others.dropFirst().map { $0 })
  }

  /// As many maps as the first axis counts.
  private func stack(inputs: [Int]) -> LayerGeometry {
    let (count, neurons) = (shape[0], shape[neuronAxis])
    let fanIn = inputs.reduce(1) { $0 * shape[$1] }
    let one = LayerGeometry.Weight(
      logicalShape: [neurons] + inputs.map { shape[$0] },
      fanIn: fanIn,
      fanOut: neurons
    )
    let logicalAxes = [0, neuronAxis] + inputs
    let stored = LayerGeometry.Weight(
      logicalShape: logicalAxes.map { shape[$0] },
      neuronAxes: 2,
      storedOrder: shape.indices.compactMap { logicalAxes.firstIndex(of: $0) },
      fanIn: fanIn,
      fanOut: neurons
    )
    return LayerGeometry(
      maps: (0..<count).map { .init(name: "\($0)", weight: one, hasBias: false) },
      parts: [.init(.weight, .weights(of: Array(0..<count), as: stored))],
      output: nil,
      kerasClass: nil,
      countsAsStage: true
    )
  }
}
