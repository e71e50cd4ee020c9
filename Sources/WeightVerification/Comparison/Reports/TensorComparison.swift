public import WeightInit

/// How a tensor of one source relates to its partner in another.
public struct TensorComparison: Sendable, Hashable, Codable {
  /// How the values relate, the closest first.
  public enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
    /// The same elements, bit for bit.
    case identical
    /// The same numbers, in another element type or with another sign of zero.
    case equal
    /// The same numbers after one rounding to the narrower element type.
    case rounded
    /// The same numbers, up to such a rounding, with axes permuted, merged or split.
    case rearranged
    /// The same numbers in an order that no permutation of axes gives.
    case shuffled
    /// One is a multiple of the other, up to rounding.
    case rescaled
    /// Something else.
    case different

    /// Whether the values are the same for a network, however they are stored.
    public var holdsSameValues: Bool {
      switch self {
      case .identical, .equal, .rounded, .rearranged: true
      case .shuffled, .rescaled, .different: false
      }
    }
  }

  /// One side of a comparison.
  public struct Side: Sendable, Hashable, Codable {
    /// The tensor's name.
    public var name: String
    /// The stored shape.
    public var shape: [Int]
    /// The type of the stored elements.
    public var elementType: ElementType
  }

  /// The tensor of the first source.
  public var first: Side
  /// The tensor of the second source; of another name where the values alone pair them.
  public var second: Side
  /// How the values relate.
  public var relation: Relation
  /// The axes of the first tensor in the order of the second's, where they are permuted.
  public var permutation: [Int]?
  /// What the first tensor is multiplied by to give the second, where they are multiples.
  public var factor: Double?
  /// The number of elements whose values differ; `nil` for different numbers of elements, and where
  /// the elements are in another order.
  public var differing: Int?
  /// The largest difference of two finite elements; `nil` as ``differing``.
  public var maximumDifference: Double?
  /// The correlation of the elements about 0; `nil` as ``differing``, and where it is not defined.
  public var correlation: Double?
  /// Whether one law could have made both.
  public var law: ComparisonReport.Answer
  /// What tells the laws apart, or would have: exact rules and tests.
  public var tests: [ComparisonTest]
}
