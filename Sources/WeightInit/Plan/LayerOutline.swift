/// A layer of a plan as formats that address weights by layer see it.
public struct LayerOutline: Sendable, Hashable {
  /// The layer's name in the specification.
  public let name: String
  /// The name of the Keras class that holds such a layer, for example `Conv2D`; `nil` where Keras
  /// has none.
  public let kerasClass: String?
  /// The positions of the layer's tensors in the plan, in the order in which the layer holds them
  /// (weight, bias; scale, shift, running mean, running variance).
  public let tensorIndices: [Int]

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - name: The layer's name in the specification.
  ///   - kerasClass: The name of the Keras class that holds such a layer.
  ///   - tensorIndices: The positions of the layer's tensors in the plan.
  public init(name: String, kerasClass: String?, tensorIndices: [Int]) {
    self.name = name
    self.kerasClass = kerasClass
    self.tensorIndices = tensorIndices
  }
}
