/// A network whose initial weights are wanted.
public struct NetworkSpec: Sendable {
  /// The seed: one seed, one network.
  public var seed: UInt64
  /// The scheme of layers that name none.
  public var initializer: Claim?
  /// The element type of the tensors.
  public var elementType: ElementType
  /// The order of axes and the names that the files shall have; `nil` leaves it to the format.
  public var layout: WeightLayout?
  /// What flows into the first layer.
  public var input: FeatureShape?
  /// The layers in order.
  public var layers: [LayerSpec]
  /// What is done otherwise to layers and tensors of some names or roles, later rules over earlier.
  public var rules: [InitializationRule]
  /// The number of residual blocks L, on which scales of rules may depend; `nil` when it is not known.
  public var depth: Int?

  /// Describes a network.
  ///
  /// - Parameters:
  ///   - seed: The seed.
  ///   - initializer: The scheme of layers that name none, as a claim, for example `raai:k=100`.
  ///   - elementType: The element type of the tensors.
  ///   - layout: The order of axes and the names; PyTorch's unless a format demands another.
  ///   - input: What flows into the first layer.
  ///   - layers: The layers in order.
  ///   - rules: What is done otherwise to layers and tensors of some names or roles.
  ///   - depth: The number of residual blocks.
  /// - Throws: ``WeightInitError`` when the claim is malformed.
  public init(
    seed: UInt64,
    initializer: String?,
    elementType: ElementType = .float32,
    layout: WeightLayout? = nil,
    input: FeatureShape?,
    layers: [LayerSpec],
    rules: [InitializationRule] = [],
    depth: Int? = nil
  ) throws {
    self.seed = seed
    self.initializer = try initializer.map { try Claim($0) }
    self.elementType = elementType
    self.layout = layout
    self.input = input
    self.layers = layers
    self.rules = rules
    self.depth = depth
  }

  init(document reader: SpecificationReader) {
    seed = reader.seed
    initializer = reader.initializer
    elementType = reader.elementType
    layout = reader.layout
    input = reader.input
    layers = reader.layers
    rules = reader.rules
    depth = reader.depth ?? reader.repeatedDepth
  }
}
