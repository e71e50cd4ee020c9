/// What was found about one tensor.
public struct TensorReport: Sendable, Hashable, Codable {
  /// The tensor's name in the source.
  public var name: String
  /// The claim as people write it.
  public var claim: String
  /// The verdict: the worst of ``tests``, or ``Verdict/cannotTell`` where the law could not be
  /// tested, or not as sharply as was asked for.
  public var verdict: Verdict
  /// The number of elements.
  public var elements: Int
  /// Why something was not tested, and what to do about it.
  public var reason: String?
  /// What was measured of the values.
  public var measured: MeasuredMoments
  /// How much the tensor can tell; `nil` where its values do not tell a scale.
  public var resolution: Resolution?
  /// The schemes of the registry that a tensor of this size cannot tell from the claim, those of the
  /// same law first, then by how usual they are.
  ///
  /// It is `nil` where the claim does not say the layer (``TensorClaim/layer``). Laws of unlike shapes,
  /// such as a normal and a uniform one, are taken to be separable, as they are from some dozens of values
  /// on.
  public var inseparable: [InseparableScheme]?
  /// The tests, exact rules first.
  public var tests: [TestResult]
}
