extension ParameterReader {
  /// Reads the number of input channels of a convolution; `nil` takes it from the layer before.
  mutating func inputChannels() -> Int? {
    let inputs = integer(
      "in",
      default: 0,
      in: 0...Int.max,
      "the number of input channels; 0 takes it from the layer before"
    )
    return inputs == 0 ? nil : inputs
  }
}

extension LayerKind {
  /// The input channels of a convolution of this kind.
  func inputChannels(
    of input: FeatureShape?,
    declared: Int?,
    dimensions: Int,
    groups: Int = 1
  ) throws(LayerShapeError) -> Int {
    try convolutionInputs(
      of: input,
      declared: declared,
      dimensions: dimensions,
      groups: groups,
      kind: Self.identifier
    )
  }
}

/// The input channels of a convolution, checked against what flows in and what was declared.
func convolutionInputs(
  of input: FeatureShape?,
  declared: Int?,
  dimensions: Int,
  groups: Int,
  kind: String
) throws(LayerShapeError) -> Int {
  if let input, input.spatial.count != dimensions {
    throw LayerShapeError(
      "\(kind) takes channels with \(dimensions) spatial axes, but its input is \(input); "
        + "give the network's `input` as [channels, \(dimensions == 1 ? "length" : "height, width…")]"
    )
  }
  if let input, let declared, input.channels != declared {
    throw LayerShapeError(
      "`in` says \(declared) channels, but the layer before gives \(input.channels); "
        + "leave `in` out or make them agree"
    )
  }
  guard let inputs = input?.channels ?? declared else {
    throw LayerShapeError(
      "the number of input channels is not known; give `in: …` here or `input: …` at the top"
    )
  }
  guard inputs.isMultiple(of: groups) else {
    throw LayerShapeError(
      "the \(inputs) input channels cannot be split into \(groups) equal groups"
    )
  }
  return inputs
}
