public import WeightInit

/// What someone says about one tensor of a source, to be checked.
public struct TensorClaim: Sendable, Hashable {
  /// The name of the tensor in the source.
  public var tensor: String
  /// The claim as people write it, for example `raai:k=100`; only repeated in the report.
  public var claim: String
  /// What the claim promises.
  public var law: TensorLaw
  /// How the stored axes relate to the logical ones; the logical matrix has one row per neuron.
  public var order: AxisOrder
  /// The name of the tensor that holds the biases of the same neurons.
  ///
  /// Needed by the law that speaks of weights and bias together
  /// (`TensorLaw.replacedEntry`). `nil` says that the layer has no bias.
  public var bias: String?
  /// What schemes see of the layer, for a tensor of weights.
  ///
  /// Where it is given, the report says which other schemes the tensor cannot tell from the claim
  /// (``TensorReport/inseparable``); no test depends on it.
  public var layer: LayerContext?

  /// Describes a claim.
  ///
  /// - Parameters:
  ///   - tensor: The name of the tensor in the source.
  ///   - claim: The claim as people write it.
  ///   - law: What the claim promises.
  ///   - order: How the stored axes relate to the logical ones.
  ///   - bias: The name of the tensor that holds the biases of the same neurons, if there is one.
  ///   - layer: What schemes see of the layer, where that is known.
  public init(
    tensor: String,
    claim: String,
    law: TensorLaw,
    order: AxisOrder,
    bias: String? = nil,
    layer: LayerContext? = nil
  ) {
    self.tensor = tensor
    self.claim = claim
    self.law = law
    self.order = order
    self.bias = bias
    self.layer = layer
  }
}
