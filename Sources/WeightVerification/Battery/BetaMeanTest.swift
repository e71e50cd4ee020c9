internal import InitializationTheory

/// `beta-mean`: the mean of m draws of Beta(2, 1) is N(2/3, 1/(18 m)), up to the central limit
/// theorem.
enum BetaMeanTest {
  /// From how many draws on the normal law is close enough.
  static let leastCount = 30

  /// Runs the test; `nil` for too few draws.
  static func result(for values: [Double]) -> TestResult? {
    guard values.count >= leastCount else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let statistic = (mean - 2.0 / 3) * (18 * n).squareRoot()
    return TestResult(
      statistical: "beta-mean",
      statistic: statistic,
      null: "N(0, 1), asymptotically",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: """
        the replaced entries have the mean \(EffectText.number(mean)) where 0.667 is expected
        """
    )
  }
}
