public import WeightInit

extension Manifest {
  /// How many entries feed one neuron, and how many neurons one entry feeds.
  public struct Fans: Sendable, Hashable, Codable {
    /// The entries that feed one neuron; an average, and not whole, behind a transposed convolution
    /// with strides.
    public var fanIn: Double
    /// The neurons that one entry feeds.
    public var fanOut: Double

    private enum CodingKeys: String, CodingKey {
      case fanIn = "in"
      case fanOut = "out"
    }

    /// Describes fans.
    ///
    /// - Parameters:
    ///   - fanIn: The entries that feed one neuron.
    ///   - fanOut: The neurons that one entry feeds.
    public init(fanIn: Double, fanOut: Double) {
      self.fanIn = fanIn
      self.fanOut = fanOut
    }
  }

  /// One tensor of a file.
  public struct Tensor: Sendable, Hashable, Codable {
    /// The tensor's name in the file.
    public var name: String
    /// The file, relative to the manifest's folder.
    public var file: String
    /// The lengths of the stored axes.
    public var shape: [Int]
    /// The type of the stored elements.
    public var elementType: ElementType
    /// The name of the layer that holds the tensor.
    public var layer: String
    /// The layer's kind, for example `dense`.
    public var layerKind: String
    /// What the layer does for the network beyond its kind, as schemes saw it; `nil` for nothing.
    public var layerRole: LayerRole?
    /// What the tensor is for.
    public var role: TensorRole
    /// The lengths of the logical axes, see `AxisOrder`.
    public var logicalShape: [Int]
    /// For each stored axis, before merging, the logical axis that it holds.
    public var permutation: [Int]
    /// How many leading logical axes together number the neurons; `nil` for one.
    public var neuronAxes: Int?
    /// The fans by which the scheme scaled, where it has them.
    public var fans: Fans?
    /// The identifier of the scheme that drew the tensor.
    public var scheme: String
    /// The scheme's parameters, defaults included.
    public var parameters: [String: ParameterValue]
    /// What the drawn values were multiplied by; `nil` for 1.
    public var scale: Double?
    /// The rules of the specification that matched the tensor, as they are written; `nil` for none.
    public var rules: [String]?
    /// The tensor that holds the biases of the same neurons; `nil` where there is none.
    public var bias: String?
    /// What the scheme promises about the values.
    public var law: TensorLaw
    /// The moments that follow from the law; `nil` where it fixes every entry of a matrix.
    public var moments: LawMoments?
    /// The streams that the values come from, one for each map that the tensor holds; `nil` when none
    /// are random.
    public var streams: [Stream]?
    /// The digest of the values, see ``TensorDigest``.
    public var digest: String

    /// How the stored axes relate to the logical ones.
    public var axisOrder: AxisOrder {
      AxisOrder(
        logicalShape: logicalShape,
        permutation: permutation,
        neuronAxes: neuronAxes ?? 1
      )
    }

    /// Describes a tensor of a file.
    ///
    /// - Parameters:
    ///   - written: Name, shape, element type, file and digest, as they were written.
    ///   - layer: The name of the layer that holds the tensor.
    ///   - layerKind: The layer's kind.
    ///   - layerRole: What the layer does for the network beyond its kind, as schemes saw it.
    ///   - role: What the tensor is for.
    ///   - axisOrder: How the stored axes relate to the logical ones.
    ///   - fans: The fans by which the scheme scaled.
    ///   - scheme: The identifier of the scheme.
    ///   - parameters: The scheme's parameters, defaults included.
    ///   - law: What the scheme promises about the values.
    ///   - moments: The moments that follow from the law.
    ///   - scale: What the drawn values were multiplied by.
    ///   - rules: The rules of the specification that matched the tensor.
    ///   - bias: The tensor that holds the biases of the same neurons.
    ///   - streams: The streams that the values come from.
    public init(
      written: WrittenTensor,
      layer: String,
      layerKind: String,
      layerRole: LayerRole? = nil,
      role: TensorRole,
      axisOrder: AxisOrder,
      fans: Fans? = nil,
      scheme: String,
      parameters: [String: ParameterValue] = [:],
      law: TensorLaw,
      moments: LawMoments? = nil,
      scale: Double = 1,
      rules: [String] = [],
      bias: String? = nil,
      streams: [Stream] = []
    ) {
      name = written.tensor.name
      file = written.file
      shape = written.tensor.shape
      elementType = written.tensor.elementType
      self.layer = layer
      self.layerKind = layerKind
      self.layerRole = layerRole
      self.role = role
      logicalShape = axisOrder.logicalShape
      permutation = axisOrder.permutation
      neuronAxes = axisOrder.neuronAxes == 1 ? nil : axisOrder.neuronAxes
      self.fans = fans
      self.scheme = scheme
      self.parameters = parameters
      self.law = law
      self.moments = moments
      self.scale = scale == 1 ? nil : scale
      self.rules = rules.isEmpty ? nil : rules
      self.bias = bias
      self.streams = streams.isEmpty ? nil : streams
      digest = written.digest
    }
  }
}
