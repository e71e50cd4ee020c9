internal import InitializationTheory

/// The tests that a matrix with orthonormal rows (or columns) is Haar-distributed.
///
/// Q stands for k vectors of length L ≥ k. `haar-trace`: Σ Q_ii is N(0, k/L), nearly; a QR
/// decomposition whose signs were not fixed shows here (Diaconis & Shahshahani 1994; Mezzadri 2007).
/// `haar-mean`: for unit vectors u, w along (1, …, 1), (uᵀQw)² is Beta(1/2, (L − 1)/2), exactly.
/// `haar-projection`: |Qw|² is Beta(k/2, (L − k)/2), exactly, for k < L. `haar-extreme`: each entry
/// squared is Beta(1/2, (L − 1)/2), and the largest is judged by Bonferroni's bound.
///
/// Beta laws end at 0 and 1, where rounding would turn possible values into impossible ones: tails
/// are taken from as much nearer the middle as rounding may have moved a value.
enum HaarTests {
  /// Below this length the trace is not close enough to normal.
  static let leastLengthForTrace = 8

  /// Runs the tests that apply.
  ///
  /// - Parameters:
  ///   - vectors: The vectors one after the other, gain divided out.
  ///   - count: The number k of vectors.
  ///   - length: Their length L.
  ///   - slack: How far rounding may have moved an entry, or a product with a unit vector.
  /// - Returns: The results.
  static func results(for vectors: [Double], count: Int, length: Int, slack: Double) -> [TestResult]
  {
    guard length >= 2 else { return [] }
    let (k, l) = (Double(count), Double(length))
    var (trace, total, projection, largest) = (0.0, 0.0, 0.0, 0.0)
    for index in 0..<count {
      let vector = vectors[index * length..<(index + 1) * length]
      var sum = 0.0
      for value in vector {
        sum += value
        largest = max(largest, abs(value))
      }
      trace += vector[index * length + index]
      total += sum
      projection += sum * sum / l
    }
    var results: [TestResult] = []
    if length >= leastLengthForTrace, count >= 2 {
      results.append(traceTest(trace * (l / k).squareRoot()))
    }
    results.append(meanTest(total / (k * l).squareRoot(), length: l, slack))
    if count < length { results.append(projectionTest(projection, k, l, 2 * slack)) }
    results.append(extremeTest(largest, entries: k * l, length: l, slack))
    return results
  }

  private static func traceTest(_ statistic: Double) -> TestResult {
    TestResult(
      statistical: "haar-trace",
      statistic: statistic,
      null: "N(0, 1), nearly",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: """
        the trace lies \(EffectText.number(abs(statistic))) standard deviations \
        \(statistic < 0 ? "below" : "above") that of a Haar matrix
        """
    )
  }

  /// The square of a number after moving it towards 0.
  private static func shrunk(_ value: Double, by slack: Double) -> Double {
    let magnitude = max(0, abs(value) - slack)
    return min(1, magnitude * magnitude)
  }

  private static func meanTest(
    _ product: Double,
    length: Double,
    _ slack: Double
  ) -> TestResult {
    let square = product * product
    return TestResult(
      statistical: "haar-mean",
      statistic: square,
      null: "Beta(1/2, \(EffectText.number((length - 1) / 2)))",
      p: PValue(IncompleteBeta.upper(at: shrunk(product, by: slack), 0.5, (length - 1) / 2)),
      effect: """
        the sum of all entries is \(EffectText.number((square * length).squareRoot())) times its \
        standard deviation under a Haar matrix
        """
    )
  }

  private static func projectionTest(
    _ value: Double,
    _ k: Double,
    _ l: Double,
    _ slack: Double
  ) -> TestResult {
    let low = min(1, max(0, value - slack))
    let high = min(1, max(0, value + slack))
    return TestResult(
      statistical: "haar-projection",
      statistic: value,
      null: "Beta(\(EffectText.number(k / 2)), \(EffectText.number((l - k) / 2)))",
      p: PValue(
        lowerTail: IncompleteBeta.lower(at: high, k / 2, (l - k) / 2),
        upperTail: IncompleteBeta.upper(at: low, k / 2, (l - k) / 2)
      ),
      effect: """
        the image of (1, …, 1) has a squared length that is \
        \(EffectText.deviation(ofRatio: value * l / k))
        """
    )
  }

  private static func extremeTest(
    _ largest: Double,
    entries: Double,
    length: Double,
    _ slack: Double
  ) -> TestResult {
    return TestResult(
      statistical: "haar-extreme",
      statistic: largest,
      null:
        "largest of \(EffectText.number(entries)) √Beta(1/2, (\(EffectText.number(length)) - 1)/2)",
      p: PValue(
        entries * IncompleteBeta.upper(at: shrunk(largest, by: slack), 0.5, (length - 1) / 2)
      ),
      effect: """
        the largest entry is \(EffectText.number(largest * length.squareRoot())) times the \
        standard deviation of an entry
        """
    )
  }
}
