internal import InitializationTheory

/// Maps an entry to a value that is N(0, 1) if and only if the entry follows a distribution.
protocol EntryScore {
  /// The normal score of a stored value.
  ///
  /// - Parameters:
  ///   - value: The stored value.
  ///   - index: Its position in the logical matrix, for the random choice within a rounding cell.
  ///   - salt: A word that depends on many values of the tensor, for the same choice.
  /// - Returns: The score.
  func score(_ value: Double, at index: Int, salt: UInt64) -> Double
  /// Whether a distribution with this support could have produced the stored value.
  func isInSupport(_ value: Double) -> Bool
  /// The support in words; `nil` when it is all numbers.
  var support: String? { get }
}

extension EntryScore {
  func isInSupport(_ value: Double) -> Bool { true }
  var support: String? { nil }
}

/// The randomised probability integral transform (Brockwell 2007, "Universal residuals").
///
/// A stored value stands for the cell of numbers that round to it. With F the claimed distribution
/// function and V uniform, F(low) + V (F(high) − F(low)) is exactly uniform if the claim holds,
/// also at the ends of a support and for discrete distributions; jittering the value itself is not.
enum RandomizedTransform {
  /// Returns the normal score of a cell.
  ///
  /// - Parameters:
  ///   - lower: The distribution function at both ends of the cell.
  ///   - upper: The survival function at both ends of the cell; the smaller of the two pairs is
  ///     used, so that far tails keep their digits.
  ///   - uniform: A number in (0, 1).
  /// - Returns: The score.
  static func score(
    lower: (Double, Double),
    upper: (Double, Double),
    uniform: Double
  ) -> Double {
    if lower.1 <= 0.5 || lower.0 + lower.1 <= 1 {
      let u = lower.0 + uniform * (lower.1 - lower.0)
      return StandardNormal.quantile(max(u, 1e-300))
    }
    let u = upper.1 + uniform * (upper.0 - upper.1)
    return StandardNormal.quantile(upperTail: max(u, 1e-300))
  }
}
