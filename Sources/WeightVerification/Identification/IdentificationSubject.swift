public import WeightInit

/// A tensor whose maker is sought, with what its name and shape say about it.
public struct IdentificationSubject: Sendable, Hashable {
  /// What a tensor is in its layer.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// The weights: a matrix of neurons by fan-in.
    case weight
    /// The biases beside weights: one for each neuron of ``IdentificationSubject/layer``.
    case bias
    /// A vector that belongs to no weights, such as a scale of a normalization.
    case vector
  }

  /// The name of the tensor in the source.
  public var tensor: String
  /// What the tensor is in its layer.
  public var role: Role
  /// What schemes see of the layer, from which their laws follow.
  public var layer: LayerContext
  /// How the stored axes relate to the logical ones.
  public var order: AxisOrder
  /// The name of the tensor with the biases of the same neurons, beside weights.
  public var bias: String?

  /// Describes a tensor.
  ///
  /// - Parameters:
  ///   - tensor: The name of the tensor in the source.
  ///   - role: What the tensor is in its layer.
  ///   - layer: What schemes see of the layer.
  ///   - order: How the stored axes relate to the logical ones.
  ///   - bias: The name of the tensor with the biases of the same neurons.
  public init(
    tensor: String,
    role: Role,
    layer: LayerContext,
    order: AxisOrder,
    bias: String? = nil
  ) {
    self.tensor = tensor
    self.role = role
    self.layer = layer
    self.order = order
    self.bias = bias
  }
}
