/// How many features or channels flow into a layer: what its `in` says, else what the layer before gives.
struct InputCount: Sendable {
  private let declared: Int?
  private let unit: String

  /// Reads the parameter `in`.
  ///
  /// - Parameters:
  ///   - parameters: What the user gave.
  ///   - unit: What is counted: features or channels.
  init(_ parameters: inout ParameterReader, of unit: String) {
    let count = parameters.integer(
      "in",
      default: 0,
      in: 0...Int.max,
      "the number of input \(unit); 0 takes it from the layer before"
    )
    declared = count == 0 ? nil : count
    self.unit = unit
  }

  /// The count, which both must agree on.
  ///
  /// - Parameter input: What flows into the layer; `nil` when that is not known.
  /// - Returns: The number of features or channels.
  /// - Throws: ``LayerShapeError`` when they do not, or when neither is known.
  func callAsFunction(of input: FeatureShape?) throws(LayerShapeError) -> Int {
    if let input, let declared, input.channels != declared {
      throw LayerShapeError(
        "`in` says \(declared) \(unit), but the layer before gives \(input.channels); "
          + "leave `in` out or make them agree"
      )
    }
    guard let count = input?.channels ?? declared else {
      throw LayerShapeError(
        "the number of input \(unit) is not known; give `in: …` here or `input: …` at the top"
      )
    }
    return count
  }

  /// The channels of a convolution, checked against its axes and groups too.
  ///
  /// - Parameters:
  ///   - input: What flows into the layer; `nil` when that is not known.
  ///   - dimensions: The number of spatial axes that the layer takes.
  ///   - groups: The groups that the channels are split into.
  ///   - kind: The kind of layer, for messages.
  /// - Returns: The number of channels.
  /// - Throws: ``LayerShapeError`` when the layer cannot take such an input.
  func callAsFunction(
    of input: FeatureShape?,
    dimensions: Int,
    groups: Int = 1,
    kind: String
  ) throws(LayerShapeError) -> Int {
    if let input, input.spatial.count != dimensions {
      throw LayerShapeError(
        "\(kind) takes channels with \(dimensions) spatial axes, but its input is \(input); "
          + "give the network's `input` as [channels, \(dimensions == 1 ? "length" : "height, width…")]"
      )
    }
    let channels = try self(of: input)
    guard channels.isMultiple(of: groups) else {
      throw LayerShapeError(
        "the \(channels) input channels cannot be split into \(groups) equal groups"
      )
    }
    return channels
  }
}

extension LayerKind {
  /// What flows into a layer that must know it.
  ///
  /// - Parameter input: What flows in.
  /// - Returns: The same.
  /// - Throws: ``LayerShapeError`` when it is not known.
  func known(_ input: FeatureShape?) throws(LayerShapeError) -> FeatureShape {
    guard let input else {
      throw LayerShapeError(
        "the input of `\(Self.identifier)` is not known; give `input: …` at the top"
      )
    }
    return input
  }
}
