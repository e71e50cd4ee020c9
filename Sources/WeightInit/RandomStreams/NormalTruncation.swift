import CWeightKernels

/// Two bounds of a standard normal law, and how much of the law lies below, between and above them.
///
/// The probabilities are computed without library functions, so that they are the same everywhere.
public struct NormalTruncation: Sendable, Hashable {
  /// The lower bound in standard deviations; may be −∞.
  public let lower: Double
  /// The upper bound in standard deviations; may be +∞.
  public let upper: Double
  /// The probability below the lower bound.
  public let below: Double
  /// The probability between the bounds, above 0.
  public let between: Double
  /// The probability above the upper bound.
  public let above: Double

  /// Creates the bounds; `nil` where `lower < upper` fails, or where practically nothing of the law
  /// (less than 10⁻³⁰⁰ or so: both bounds beyond 37 on one side) lies between them.
  ///
  /// - Parameters:
  ///   - lower: The lower bound in standard deviations.
  ///   - upper: The upper bound, above the lower one.
  public init?(lower: Double, upper: Double) {
    var truncation = wk_truncation()
    guard wk_truncate(lower, upper, &truncation) == 0 else { return nil }
    self.lower = lower
    self.upper = upper
    below = truncation.below
    between = truncation.between
    above = truncation.above
  }

  var kernelValue: wk_truncation {
    wk_truncation(lower: lower, upper: upper, below: below, between: between, above: above)
  }
}
