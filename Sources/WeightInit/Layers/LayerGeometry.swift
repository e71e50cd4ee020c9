/// What a layer of given input is made of: linear maps that schemes draw, and stored tensors that hold
/// their weights and biases, or constants.
///
/// Most layers hold one map, stored as it is. An attention holds several, and some frameworks stack
/// them in one tensor; recurrent layers stack their gates. A scheme always sees single maps, so that
/// fans, orthogonality and random streams do not depend on how they are stored.
public struct LayerGeometry: Sendable {
  /// What the weights of a map look like, and how they are stored.
  public struct Weight: Sendable {
    /// The logical axes: neurons first, then what feeds one neuron.
    public var logicalShape: [Int]
    /// How many leading axes together number the neurons; 1 for all but stacks that keep an axis of
    /// their own, such as experts.
    public var neuronAxes: Int
    /// How many leading axes after the neurons are merged into one when stored; 1 when none are.
    public var mergedInputAxes: Int
    /// For each stored axis the logical axis that it holds, for kinds that are stored alike in every
    /// layout, as embeddings are; `nil` where the layout decides.
    public var storedOrder: [Int]?
    /// The lengths of the stored axes where some of them are split or merged; `nil` where they follow
    /// from the order.
    public var storedShape: [Int]?
    /// The weights into one neuron.
    public var fanIn: Int
    /// The weights out of one input.
    public var fanOut: Int
    /// The channel groups.
    public var groups: Int
    /// The lengths of the kernel axes.
    public var kernel: [Int]
    /// Into how many neurons the weights into one are dealt out: the product of the strides of a
    /// transposed convolution, of whose taps each output meets only every stride-th; 1 elsewhere.
    public var dilution: Int

    /// Describes weights.
    ///
    /// - Parameters:
    ///   - logicalShape: The logical axes, neurons first.
    ///   - neuronAxes: How many leading axes together number the neurons.
    ///   - mergedInputAxes: How many axes after the neurons are stored as one.
    ///   - storedOrder: For each stored axis the logical axis that it holds, where no layout decides.
    ///   - storedShape: The lengths of the stored axes, where some are split or merged.
    ///   - fanIn: The weights into one neuron.
    ///   - fanOut: The weights out of one input.
    ///   - groups: The channel groups.
    ///   - kernel: The lengths of the kernel axes.
    ///   - dilution: The product of the strides of a transposed convolution.
    public init(
      logicalShape: [Int],
      neuronAxes: Int = 1,
      mergedInputAxes: Int = 1,
      storedOrder: [Int]? = nil,
      storedShape: [Int]? = nil,
      fanIn: Int,
      fanOut: Int,
      groups: Int = 1,
      kernel: [Int] = [],
      dilution: Int = 1
    ) {
      self.logicalShape = logicalShape
      self.neuronAxes = neuronAxes
      self.mergedInputAxes = mergedInputAxes
      self.storedOrder = storedOrder
      self.storedShape = storedShape
      self.fanIn = fanIn
      self.fanOut = fanOut
      self.groups = groups
      self.kernel = kernel
      self.dilution = dilution
    }

    /// The rows of the weight matrix.
    public var neurons: Int { logicalShape.prefix(neuronAxes).reduce(1, *) }
  }

  /// A linear map of the layer, which a scheme draws by itself.
  public struct Map: Sendable {
    /// The map's name within the layer, the same in every layout since its random streams are named
    /// after it, for example `query`; empty for the only one.
    public var name: String
    /// What the layout calls the map, for example `q_proj`, by which rules may know it too.
    public var label: String?
    /// Its weights.
    public var weight: Weight
    /// Whether it has a bias, which the scheme may draw together with the weights.
    public var hasBias: Bool
    /// What the map's bias is where the scheme leaves biases at zero: 1 for forget gates that start
    /// open.
    public var restingBias: Double
    /// The units of the recurrent layer that the map belongs to; `nil` elsewhere.
    public var recurrentUnits: Int?
    /// What the map does in the layer.
    public var role: MapRole
    /// In which order equal blocks of the map's neurons are stored; `nil` as they are drawn.
    ///
    /// So the gates of one map that frameworks stack differently are drawn alike.
    public var blockOrder: [Int]?

    /// Describes a map.
    ///
    /// - Parameters:
    ///   - name: The map's name within the layer; empty for the only one.
    ///   - label: What the layout calls the map.
    ///   - weight: Its weights.
    ///   - hasBias: Whether it has a bias.
    ///   - restingBias: What the bias is where the scheme leaves biases at zero.
    ///   - recurrentUnits: The units of the recurrent layer that the map belongs to.
    ///   - role: What the map does in the layer.
    ///   - blockOrder: In which order equal blocks of the map's neurons are stored.
    public init(
      name: String = "",
      label: String? = nil,
      weight: Weight,
      hasBias: Bool,
      restingBias: Double = 0,
      recurrentUnits: Int? = nil,
      role: MapRole = .plain,
      blockOrder: [Int]? = nil
    ) {
      self.name = name
      self.label = label
      self.weight = weight
      self.hasBias = hasBias
      self.restingBias = restingBias
      self.recurrentUnits = recurrentUnits
      self.role = role
      self.blockOrder = blockOrder
    }
  }

  /// What a stored tensor holds.
  public enum Content: Sendable {
    /// The weights of some maps, neurons after neurons, stored as `weight` says.
    case weights(of: [Int], as: Weight)
    /// The biases of some maps one after the other, in a tensor of some shape.
    case biases(of: [Int], shape: [Int])
    /// One value everywhere.
    case constant(Double, shape: [Int])
  }

  /// A stored tensor of the layer.
  public struct Part: Sendable {
    /// What the tensor is for.
    public var role: TensorRole
    /// The tensor's name behind the layer's; `nil` takes the layout's usual name of the role.
    public var name: String?
    /// What it holds.
    public var content: Content

    /// Describes a stored tensor.
    ///
    /// - Parameters:
    ///   - role: What the tensor is for.
    ///   - name: Its name behind the layer's; `nil` takes the layout's usual name of the role.
    ///   - content: What it holds.
    public init(_ role: TensorRole, name: String? = nil, _ content: Content) {
      self.role = role
      self.name = name
      self.content = content
    }
  }

  /// The linear maps, which schemes draw.
  public var maps: [Map]
  /// The stored tensors, in the order in which the layer holds them.
  public var parts: [Part]
  /// What the layer gives to the next; `nil` when the next must say itself what it takes.
  public var output: FeatureShape?
  /// The name of the Keras class that holds such a layer.
  public var kerasClass: String?
  /// Whether the layer is one of the network's stages that positions (first, hidden, last) count.
  public var countsAsStage: Bool

  /// Describes a layer of any maps and tensors.
  ///
  /// - Parameters:
  ///   - maps: The linear maps.
  ///   - parts: The stored tensors.
  ///   - output: What the layer gives to the next.
  ///   - kerasClass: The name of the Keras class that holds such a layer.
  ///   - countsAsStage: Whether positions count the layer.
  public init(
    maps: [Map],
    parts: [Part],
    output: FeatureShape?,
    kerasClass: String?,
    countsAsStage: Bool = false
  ) {
    self.maps = maps
    self.parts = parts
    self.output = output
    self.kerasClass = kerasClass
    self.countsAsStage = countsAsStage
  }

  /// Describes a layer of one map at most.
  ///
  /// - Parameters:
  ///   - weight: The weights of the map; `nil` for layers without.
  ///   - vectors: The layer's vectors besides the weights, each with its length, in the order in
  ///     which the layer holds them; a bias belongs to the map.
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
    let hasBias = vectors.contains { $0.role == .bias }
    var parts = weight.map { [Part(.weight, .weights(of: [0], as: $0))] } ?? []
    for (role, length) in vectors {
      if let value = role.constant {
        parts.append(Part(role, .constant(value, shape: [length])))
      } else if weight != nil {
        parts.append(Part(role, .biases(of: [0], shape: [length])))
      }
    }
    self.init(
      maps: weight.map { [Map(weight: $0, hasBias: hasBias)] } ?? [],
      parts: parts,
      output: output,
      kerasClass: kerasClass,
      countsAsStage: countsAsStage
    )
  }
}
