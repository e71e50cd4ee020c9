public import WeightInit

/// What a file shall hold.
public struct FileContents: Sendable {
  /// The tensors, in the network's order.
  public var tensors: [TensorDescriptor]
  /// The layers of the network in order, weightless ones included, for formats that address weights
  /// by layer; empty when the tensors do not come from a network.
  public var layers: [LayerOutline]

  /// Describes the contents of a file.
  ///
  /// - Parameters:
  ///   - tensors: The tensors, in the network's order.
  ///   - layers: The layers of the network in order.
  public init(tensors: [TensorDescriptor], layers: [LayerOutline] = []) {
    self.tensors = tensors
    self.layers = layers
  }
}
