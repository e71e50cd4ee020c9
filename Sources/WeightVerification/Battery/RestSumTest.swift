internal import InitializationTheory

/// `rest-sum`: the squared sums of the untouched entries of the neurons, over their variance, add up
/// to chi-square with as many degrees of freedom as there are neurons, exactly.
///
/// The imputed entry is drawn under the claim and would hide a wrong k; the untouched sum does not.
struct RestSumTest {
  /// The claimed k.
  var k: Double
  /// The entries of a neuron, the bias included.
  var entryCount: Int
  /// The untouched entries that are stored, in most neurons.
  var untouched: Int

  /// Runs the test; `nil` without neurons.
  func result(for squares: NormalSums.Squares) -> TestResult? {
    guard squares.degreesOfFreedom > 0 else { return nil }
    let degrees = Double(squares.degreesOfFreedom)
    let law = ChiSquareDistribution(degreesOfFreedom: degrees)
    return TestResult(
      statistical: "rest-sum",
      statistic: squares.value,
      null: "chi-square(\(squares.degreesOfFreedom))",
      p: PValue(
        lowerTail: law.cumulativeProbability(squares.value),
        upperTail: law.survivalProbability(squares.value)
      ),
      effect: effect(ratio: squares.value / degrees)
    )
  }

  private func effect(ratio: Double) -> String {
    let text = """
      the variance of the sum of a neuron's untouched entries is \
      \(EffectText.deviation(ofRatio: ratio))
      """
    // The variance is proportional to 1 - κ d/n; solved for κ = k/(1 + k).
    let share = Double(untouched) / Double(entryCount)
    let claimed = k.isInfinite ? 1 - share : 1 - k / (1 + k) * share
    let kappa = (1 - ratio * claimed) / share
    guard share > 0, kappa < 1 else { return text }
    return text + ", as for k ≈ \(EffectText.number(kappa / (1 - kappa)))"
  }
}
