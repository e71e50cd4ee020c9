/// A scheme whose draws a tensor of its size cannot tell from what is claimed of it.
///
/// It follows from the two laws and the number of values alone, whatever these are. It speaks of one
/// tensor: tests across tensors, and the same scheme in many layers, may tell more.
public struct InseparableScheme: Sendable, Hashable, Codable {
  /// How close two laws are.
  public enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
    /// They promise the very same of a tensor of this shape; no number of such tensors tells them
    /// apart.
    case sameLaw = "same-law"
    /// Their Kullback–Leibler divergence on the whole tensor is below 2 nats: the best test errs with
    /// probability 0.16 or more.
    case tooClose = "too-close"
  }

  /// The values of a parameter, the others as in ``InseparableScheme/claim``, that are too close.
  public struct Parameter: Sendable, Hashable, Codable {
    /// The parameter's name.
    public var name: String
    /// The least value that is too close, rounded up, or the least that was looked at.
    public var lowerBound: Double
    /// The greatest, rounded down, or the greatest that was looked at.
    public var upperBound: Double
  }

  /// The claim that stands for the scheme, with what departs from its defaults only.
  public var claim: String
  /// How close the two laws are; where ``parameter`` gives a range, ``Relation/tooClose``.
  public var relation: Relation
  /// The range of a parameter that ``claim`` leaves open; `nil` where the claim is meant as it is.
  public var parameter: Parameter?
  /// About how many such tensors, each with its own draw, would together tell the two apart; `nil`
  /// for the same law, and for a range.
  public var tensorsNeeded: Int?
}
