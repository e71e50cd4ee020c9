/// Whether two sources hold the same tensors: as values, and as draws of the same laws.
///
/// Encodes to the JSON that `schemas/comparison.schema.json` describes. Every number in it is finite.
public struct ComparisonReport: Sendable, Hashable, Codable {
  /// The identifier of this form of report, with its version.
  public static let schemaIdentifier = "weightinit/comparison/1"

  /// The answer to one of the two questions.
  public enum Answer: String, Sendable, Hashable, Codable, CaseIterable {
    /// Yes; for laws: nothing was found that tells them apart.
    case same
    /// No; for laws: but for a false alarm at the stated rate.
    case different
    /// There is nothing to compare.
    case cannotTell = "cannot-tell"
  }

  /// Whether every tensor has a partner with the same values, up to element type and axis order.
  public var values: Answer
  /// Whether every tensor has a partner, of a law that could not be told from its own.
  public var laws: Answer
  /// The probability of calling laws different that are the same, at most, over all tensors together.
  public var alpha: Double
  /// The tensors that both sources hold, in the order of the first.
  public var tensors: [TensorComparison]
  /// The names of tensors that only the first source holds.
  public var onlyInFirst: [String]
  /// The names of tensors that only the second source holds.
  public var onlyInSecond: [String]
}
