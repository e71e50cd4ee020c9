/// One tensor of a plan: what it is, how it is drawn, and what it promises.
public struct TensorPlan: Sendable {
  /// Name, stored shape and element type.
  public let descriptor: TensorDescriptor
  /// How the stored elements relate to the layer's logical order.
  public let order: AxisOrder
  /// The name of the layer.
  public let layer: String
  /// The kind of the layer.
  public let layerKind: String
  /// What the layer does for the network beyond its kind, as schemes see it.
  public let layerRole: LayerRole?
  /// What the tensor is for.
  public let role: TensorRole
  /// The fans of the layer; `nil` for tensors without (scales, shifts).
  public let fans: (fanIn: Double, fanOut: Double)?
  /// What frameworks count as the fans of the same weights, which may differ; empty for tensors that
  /// hold no weights.
  public let frameworkFans: [FrameworkFans]
  /// The canonical name of the scheme.
  public let scheme: String
  /// What the drawn values were multiplied by; 1 but for rules.
  public let scale: Double
  /// The scheme's parameters with their resolved values.
  public let parameters: [(name: String, value: ParameterValue)]
  /// What the scheme promises.
  public let law: TensorLaw
  /// The random streams of the tensor's own values, one for each map that it holds; empty for tensors
  /// without randomness.
  public let streams: [PlannedStream]
  /// The tensor that holds the biases of the same neurons, in the same order; `nil` for tensors without
  /// weights and for weights without biases.
  public let bias: String?
  /// The rules of the specification that matched, as they are written.
  public let rules: [String]
  /// Prepares the draw, in logical order.
  let prepare: @Sendable () throws -> any TensorFill

  /// The claim that stands for the scheme with its parameters, for example `raai:k=100`.
  public var claim: String { Claim.text(scheme, parameters) }

  /// The rows of the tensor's matrix in logical order.
  public var neurons: Int { order.neurons }

  /// The entries of a row of the tensor's matrix: fan-in for weights, 1 for vectors.
  public var rowLength: Int { order.rowLength }

  /// Whether a framework counts other fans than the layer has.
  ///
  /// - Parameter other: What the framework counts.
  /// - Returns: Whether one of the fans differs.
  public func differs(from other: FrameworkFans) -> Bool {
    fans.map { $0.fanIn != other.fanIn || $0.fanOut != other.fanOut } ?? false
  }

  /// The moments that the law promises; `nil` where it fixes every entry of a matrix.
  public var moments: LawMoments? { law.moments(neurons: neurons, fanIn: rowLength) }
}
