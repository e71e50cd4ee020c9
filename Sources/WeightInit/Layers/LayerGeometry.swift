/// What a layer of given input is made of.
public struct LayerGeometry: Sendable {
  /// What the weights look like.
  public struct Weight: Sendable {
    /// The logical axes: neurons first, then what feeds one neuron.
    public var logicalShape: [Int]
    /// How many leading axes after the neurons are merged into one when stored; 1 when none are.
    public var mergedInputAxes: Int
    /// For each stored axis the logical axis that it holds, for kinds that are stored alike in every
    /// layout, as embeddings are; `nil` where the layout decides.
    public var storedOrder: [Int]?
    /// The weights into one neuron.
    public var fanIn: Int
    /// The weights out of one input.
    public var fanOut: Int
    /// The channel groups.
    public var groups: Int
    /// The lengths of the kernel axes.
    public var kernel: [Int]

    /// Describes weights.
    ///
    /// - Parameters:
    ///   - logicalShape: The logical axes, neurons first.
    ///   - mergedInputAxes: How many axes after the neurons are stored as one.
    ///   - storedOrder: For each stored axis the logical axis that it holds, where no layout decides.
    ///   - fanIn: The weights into one neuron.
    ///   - fanOut: The weights out of one input.
    ///   - groups: The channel groups.
    ///   - kernel: The lengths of the kernel axes.
    public init(
      logicalShape: [Int],
      mergedInputAxes: Int = 1,
      storedOrder: [Int]? = nil,
      fanIn: Int,
      fanOut: Int,
      groups: Int = 1,
      kernel: [Int] = []
    ) {
      self.logicalShape = logicalShape
      self.mergedInputAxes = mergedInputAxes
      self.storedOrder = storedOrder
      self.fanIn = fanIn
      self.fanOut = fanOut
      self.groups = groups
      self.kernel = kernel
    }
  }

  /// The weights; `nil` for layers without.
  public var weight: Weight?
  /// The layer's vectors besides the weights, each with its length, in the order in which the layer
  /// holds them.
  public var vectors: [(role: TensorRole, length: Int)]
  /// What the layer gives to the next; `nil` when the next must say itself what it takes.
  public var output: FeatureShape?
  /// The name of the Keras class that holds such a layer.
  public var kerasClass: String?
  /// Whether the layer is one of the network's stages that positions (first, hidden, last) count.
  public var countsAsStage: Bool

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - weight: The weights.
  ///   - vectors: The layer's vectors besides the weights.
  ///   - output: What the layer gives to the next.
  ///   - kerasClass: The name of the Keras class that holds such a layer.
  ///   - countsAsStage: Whether positions count the layer.
  public init(
    weight: Weight? = nil,
    vectors: [(role: TensorRole, length: Int)] = [],
    output: FeatureShape?,
    kerasClass: String?,
    countsAsStage: Bool = false
  ) {
    self.weight = weight
    self.vectors = vectors
    self.output = output
    self.kerasClass = kerasClass
    self.countsAsStage = countsAsStage
  }
}
