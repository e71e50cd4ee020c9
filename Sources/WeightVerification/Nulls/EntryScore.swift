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
  /// The normal scores of the values of a run.
  ///
  /// - Parameters:
  ///   - run: The values, and the salt.
  ///   - columns: The columns of the logical matrix.
  ///   - scores: Takes one number for each value.
  func score(_ run: ElementRun, columns: Int, into scores: UnsafeMutableBufferPointer<Double>)
  /// Whether scores depend on the salt.
  var usesSalt: Bool { get }
  /// Whether a distribution with this support could have produced the stored value.
  func isInSupport(_ value: Double) -> Bool
  /// The stored values that the support allows, where it is an interval.
  var interval: ClosedRange<Double>? { get }
  /// The support in words; `nil` when it is all numbers.
  var support: String? { get }
}

extension EntryScore {
  func score(_ run: ElementRun, columns: Int, into scores: UnsafeMutableBufferPointer<Double>) {
    scoreSingly(run, columns: columns, into: scores)
  }

  /// Scores a run value after value.
  func scoreSingly(
    _ run: ElementRun,
    columns: Int,
    into scores: UnsafeMutableBufferPointer<Double>
  ) {
    var index = run.row * columns + run.column
    let step = run.rowStep * columns + run.columnStep
    for (position, value) in run.values.enumerated() {
      scores[position] = score(value, at: index, salt: run.salt)
      index += step
    }
  }
  var usesSalt: Bool { true }
  func isInSupport(_ value: Double) -> Bool { true }
  var interval: ClosedRange<Double>? { nil }
  var support: String? { nil }
}

/// The randomised probability integral transform (Brockwell 2007, "Universal residuals").
///
/// A stored value stands for the cell of numbers that round to it. With F the claimed distribution
/// function and V uniform, F(low) + V (F(high) − F(low)) is exactly uniform if the claim holds,
/// also at the ends of a support and for discrete distributions; jittering the value itself is not.
struct ProbabilityCell {
  /// The distribution function at both ends of the cell.
  var lower: (Double, Double)
  /// The survival function at both ends of the cell; the smaller of the two pairs is used, so that
  /// far tails keep their digits.
  var upper: (Double, Double)

  /// Whether the first pair is the smaller one.
  var usesLower: Bool { lower.1 <= 0.5 || lower.0 + lower.1 <= 1 }

  /// The probabilities below and above a number of the cell.
  ///
  /// - Parameter uniform: Where in the cell, in (0, 1).
  /// - Returns: Both; the smaller keeps its digits.
  func probabilities(_ uniform: Double) -> (below: Double, above: Double) {
    if usesLower {
      let u = lower.0 + uniform * (lower.1 - lower.0)
      return (u, 1 - u)
    }
    let u = upper.1 + uniform * (upper.0 - upper.1)
    return (1 - u, u)
  }

  /// The normal score of a number of the cell.
  ///
  /// - Parameter uniform: Where in the cell, in (0, 1).
  /// - Returns: The score.
  func score(_ uniform: Double) -> Double {
    let (below, above) = probabilities(uniform)
    return below <= above
      ? StandardNormal.quantile(max(below, 1e-300))
      : StandardNormal.quantile(upperTail: max(above, 1e-300))
  }
}
