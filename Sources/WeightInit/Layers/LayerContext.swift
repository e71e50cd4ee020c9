/// Where a layer stands among the layers with weights of its network.
public enum LayerPosition: String, Sendable, Hashable, Codable, CaseIterable {
  /// The first of several: it sees the raw input.
  case first
  /// Neither first nor last.
  case hidden
  /// The last of several: it gives the output.
  case last
  /// The only one.
  case only
}

/// What a scheme sees of the layer that it initializes.
///
/// A scheme sees layers, not loose tensors, since some draw a neuron's weights and bias together and
/// others treat the first or last layer differently.
public struct LayerContext: Sendable, Hashable {
  /// The layer's name in the specification.
  public var name: String
  /// The number of neurons: output features or channels, the rows of the weight matrix.
  public var neurons: Int
  /// The weights into one neuron: input channels per group times kernel positions.
  public var fanIn: Int
  /// The weights out of one input: output channels per group times kernel positions.
  public var fanOut: Int
  /// The channel groups of a convolution, 1 elsewhere.
  public var groups: Int
  /// The lengths of the kernel axes, empty for layers without a kernel.
  public var kernel: [Int]
  /// The consecutive entries of a row that one input channel feeds: the kernel positions of a
  /// convolution, the spatial positions of a dense layer behind a flatten, 1 elsewhere.
  public var channelLength: Int
  /// Whether the layer has a bias.
  public var hasBias: Bool
  /// Where the layer stands in the network.
  public var position: LayerPosition
  /// The seed of the network.
  public var seed: UInt64
  /// What stands before the roles of the layer's random streams.
  public var rolePrefix: String
  /// The layer's kind, for example `conv2d`; empty when the scheme draws a tensor of no layer.
  public var kind = ""
  /// What the layer does for the network beyond its kind: its own role, or ``LayerRole/residualLast``
  /// where that is the role of a normalization behind it whose scale is not zero.
  public var role: LayerRole?
  /// Into how many neurons the weights into one are dealt out: the product of the strides of a
  /// transposed convolution, 1 elsewhere.
  public var dilution = 1
  /// The units of the recurrent layer of whose gates this is one; `nil` elsewhere.
  public var recurrentUnits: Int?
  /// The map's name within the layer, for example `query`; empty for the only one.
  public var map = ""
  /// What the map does in the layer.
  public var mapRole = MapRole.plain
  /// The neurons of all maps that are stored in one tensor with this one, on which some frameworks
  /// count their fan-out; `nil` when only this one is.
  public var stackedNeurons: Int?
  /// What the bias is where a scheme leaves it at zero.
  public var restingBias = 0.0

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - name: The layer's name.
  ///   - neurons: The rows of the weight matrix, at least 1.
  ///   - fanIn: The weights into one neuron, at least 1.
  ///   - fanOut: The weights out of one input; `neurons` when `nil`.
  ///   - groups: The channel groups of a convolution.
  ///   - kernel: The lengths of the kernel axes.
  ///   - channelLength: The consecutive entries of a row that one input channel feeds; the kernel
  ///     positions when `nil`.
  ///   - hasBias: Whether the layer has a bias.
  ///   - position: Where the layer stands in the network.
  ///   - seed: The seed of the network.
  ///   - rolePrefix: What stands before the roles of the layer's random streams; for vectors that a
  ///     scheme of their own draws.
  public init(
    name: String,
    neurons: Int,
    fanIn: Int,
    fanOut: Int? = nil,
    groups: Int = 1,
    kernel: [Int] = [],
    channelLength: Int? = nil,
    hasBias: Bool = true,
    position: LayerPosition = .hidden,
    seed: UInt64,
    rolePrefix: String = ""
  ) {
    self.name = name
    self.neurons = neurons
    self.fanIn = fanIn
    self.fanOut = fanOut ?? neurons
    self.groups = groups
    self.kernel = kernel
    self.channelLength = channelLength ?? kernel.reduce(1, *)
    self.hasBias = hasBias
    self.position = position
    self.seed = seed
    self.rolePrefix = rolePrefix
  }

  /// The kernel positions: 1 for layers without a kernel.
  public var kernelPositions: Int { kernel.reduce(1, *) }

  /// The input channels that one neuron sees.
  public var inputChannels: Int { fanIn / kernelPositions }

  /// The inputs that one output adds up: the fan-in by which variances are divided.
  ///
  /// It is an average over the outputs of a transposed convolution with strides, and ``fanIn``
  /// elsewhere.
  public var contributions: Double { Double(fanIn) / Double(dilution) }

  /// The random stream for one role of this layer.
  ///
  /// - Parameter role: What the values are for: `weight`, `bias`, or a name of the scheme's own.
  /// - Returns: The stream; another for every role.
  public func stream(_ role: String) -> RandomStream {
    RandomStream(seed: seed, path: name, role: rolePrefix + role)
  }

  /// The fan that a mode counts.
  ///
  /// - Parameter mode: Which fan.
  /// - Returns: The number of weights, ``contributions`` for the fan-in.
  public func fan(_ mode: FanMode) -> Double {
    switch mode {
    case .fanIn: contributions
    case .fanOut: Double(fanOut)
    }
  }
}

/// Which fan scales a scheme.
public enum FanMode: String, Sendable, Hashable, CaseIterable {
  /// The weights into one neuron.
  case fanIn = "fan_in"
  /// The weights out of one input.
  case fanOut = "fan_out"
}
