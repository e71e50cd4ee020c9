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
  /// What the tensor is for.
  public let role: TensorRole
  /// The fans of the layer; `nil` for tensors without (scales, shifts).
  public let fans: (fanIn: Int, fanOut: Int)?
  /// The canonical name of the scheme.
  public let scheme: String
  /// The scheme's parameters with their resolved values.
  public let parameters: [(name: String, value: ParameterValue)]
  /// What the scheme promises.
  public let law: TensorLaw
  /// The random stream of the tensor's own values; `nil` for tensors without randomness.
  public let stream: RandomStream?
  /// The role that ``stream`` is named after, for example `weight`; `nil` without a stream.
  public let streamRole: String?
  /// Prepares the draw, in logical order.
  let prepare: @Sendable () throws -> any TensorFill

  /// The claim that stands for the scheme with its parameters, for example `raai:k=100`.
  public var claim: String { Claim.text(scheme, parameters) }

  /// The rows of the tensor's matrix in logical order.
  public var neurons: Int { order.logicalShape.first ?? 1 }

  /// The entries of a row of the tensor's matrix: fan-in for weights, 1 for vectors.
  public var rowLength: Int { order.logicalShape.dropFirst().reduce(1, *) }

  /// The moments that the law promises; `nil` where it fixes every entry of a matrix.
  public var moments: LawMoments? { law.moments(neurons: neurons, fanIn: rowLength) }
}
