internal import InitializationTheory
internal import RealModule

/// `neuron-correlation`: (1 + k) MSB/MSW is F(R, R(n − 1)), exactly, for rows of the law
/// N(0, (variance/n)(I − κ J/n)), κ = k/(1 + k).
///
/// MSB = (n/R) Σ (row mean)² and MSW = Σ (deviation from the row mean)²/(R(n − 1)) are independent
/// for that law, whatever its scale; 1 + k is estimated by MSW/MSB. (The law: Singh & Sreejith
/// 2021, eq. 2.)
struct NeuronCorrelationTest {
  /// The number R of rows.
  var rows: Int
  /// The entries n of a row, at least 2.
  var columns: Int
  /// The claimed k, finite.
  var k: Double
  /// Σ (row mean)².
  var sumOfSquaredMeans: Double
  /// Σ (deviation from the row mean)².
  var sumOfSquaresWithin: Double

  /// The result; `nil` for a matrix without deviations within rows, or without rows.
  var result: TestResult? {
    guard rows >= 1, columns >= 2, sumOfSquaresWithin > 0 else { return nil }
    let (r, n) = (Double(rows), Double(columns))
    let between = n / r * sumOfSquaredMeans
    let within = sumOfSquaresWithin / (r * (n - 1))
    let statistic = (1 + k) * between / within
    let law = FDistribution(
      numeratorDegreesOfFreedom: r,
      denominatorDegreesOfFreedom: r * (n - 1)
    )
    return TestResult(
      statistical: "neuron-correlation",
      statistic: statistic,
      null: "F(\(rows), \(rows * (columns - 1)))",
      p: PValue(
        lowerTail: law.cumulativeProbability(statistic),
        upperTail: law.survivalProbability(statistic)
      ),
      effect: effect(ratio: within / between)
    )
  }

  /// The estimated k with a 95 % interval: log(1 + k) has the standard error √(2/R), nearly.
  private func effect(ratio: Double) -> String {
    guard ratio.isFinite else { return "the weights into a neuron add up to exactly 0" }
    let spread = Double.exp(1.96 * (2 / Double(rows)).squareRoot())
    let direction =
      ratio / spread > 1
      ? "are anti-correlated"
      : ratio * spread < 1 ? "are positively correlated" : "show no correlation"
    return """
      the weights into a neuron \(direction): k ≈ \(EffectText.number(ratio - 1)) \
      (\(EffectText.number(ratio / spread - 1)) to \(EffectText.number(ratio * spread - 1)))
      """
  }
}
