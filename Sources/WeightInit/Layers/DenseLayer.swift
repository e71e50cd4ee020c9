/// A fully connected layer.
struct DenseLayer: LayerKind {
  static let identifier = "dense"
  static let summary = "a fully connected layer: units"
  static let principalParameter: String? = "units"
  static let offersBias = true

  private let units: Int
  private let declaredInput: Int?

  init(_ parameters: inout ParameterReader) {
    units = parameters.integer("units", "the number of output features")
    let inputs = parameters.integer(
      "in",
      default: 0,
      in: 0...Int.max,
      "the number of input features; 0 takes it from the layer before"
    )
    declaredInput = inputs == 0 ? nil : inputs
  }

  func geometry(of input: FeatureShape?, hasBias: Bool) throws(LayerShapeError) -> LayerGeometry {
    if let input, !input.spatial.isEmpty {
      throw LayerShapeError(
        "a dense layer takes features, but the layer before gives \(input); "
          + "put `flatten` or a `pool` with `global: true` between"
      )
    }
    if let input, let declaredInput, input.channels != declaredInput {
      throw LayerShapeError(
        "`in` says \(declaredInput) features, but the layer before gives \(input.channels); "
          + "leave `in` out or make them agree"
      )
    }
    guard let features = input?.channels ?? declaredInput else {
      throw LayerShapeError(
        "the number of input features is not known; give `in: …` here or `input: …` at the top"
      )
    }
    let factors = input.map(\.flattenedFrom) ?? []
    return LayerGeometry(
      weight: .init(
        logicalShape: [units] + (factors.isEmpty ? [features] : factors),
        mergedInputAxes: max(1, factors.count),
        fanIn: features,
        fanOut: units
      ),
      vectors: hasBias ? [(.bias, units)] : [],
      output: FeatureShape(channels: units),
      kerasClass: "Dense",
      countsAsStage: true
    )
  }
}
