/// An answer to the question of what made a tensor.
public struct IdentificationCandidate: Sendable, Hashable, Codable {
  /// The claim; of those with the same law the most usual.
  public var claim: String
  /// The probability of the answer among all that is known.
  public var score: Double
  /// Other claims that promise the very same of a tensor of this shape.
  public var sameLaw: [String]
  /// Claims of other laws that no test on a tensor of this size tells from ``claim`` with fewer than
  /// one error in six.
  public var indistinguishable: [String]
  /// Claims whose parameters were chosen to fit the tensor, and that it cannot tell from ``claim``
  /// either.
  public var fitted: [String]
}
