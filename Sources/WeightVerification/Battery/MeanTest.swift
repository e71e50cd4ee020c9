internal import InitializationTheory

/// `mean`: Σz/√N is N(0, 1), exactly.
struct MeanTest: BatteryTest {
  let name = "mean"
  let isPooled = true

  func result(for sums: NormalSums) -> TestResult? {
    guard sums.count > 0 else { return nil }
    let n = Double(sums.count)
    let statistic = sums.sum / n.squareRoot()
    let mean = sums.sum / n
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "N(0, 1)",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: """
        the mean is \(EffectText.number(abs(mean))) claimed standard deviations \
        \(mean < 0 ? "below" : "above") the claim
        """
    )
  }
}
