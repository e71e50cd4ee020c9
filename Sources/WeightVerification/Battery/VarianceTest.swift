internal import InitializationTheory

/// `variance`: Σz² is chi-square(N), exactly; the most powerful test against a wrong scale.
struct VarianceTest: BatteryTest {
  let name = "variance"
  let isPooled = true

  func result(for sums: NormalSums) -> TestResult? {
    guard sums.count > 0 else { return nil }
    let law = ChiSquareDistribution(degreesOfFreedom: Double(sums.count))
    // 99 % of correct tensors lie within this; Gaussian approximation, for the text only.
    let resolution = 2.576 * (2 / Double(sums.count)).squareRoot() * 100
    return TestResult(
      statistical: name,
      statistic: sums.squares,
      null: "chi-square(\(sums.count))",
      p: PValue(
        lowerTail: law.cumulativeProbability(sums.squares),
        upperTail: law.survivalProbability(sums.squares)
      ),
      effect: """
        the variance is \(EffectText.deviation(ofRatio: sums.squares / Double(sums.count))) \
        (chance alone: ±\(EffectText.number(resolution)) %)
        """
    )
  }
}
