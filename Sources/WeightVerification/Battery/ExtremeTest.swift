internal import InitializationTheory
internal import RealModule

/// `extreme`: max|z| has the distribution function (2Φ(x) − 1)^N, exactly.
///
/// Large values are outliers, small ones clipped tails.
struct ExtremeTest: BatteryTest {
  let name = "extreme"
  let isPooled = false

  func result(for sums: NormalSums) -> TestResult? {
    guard sums.count > 0, let largest = sums.largest else { return nil }
    let outside = 2 * StandardNormal.survivalProbability(largest)
    let logProbability = Double(sums.count) * Double.log(onePlus: -min(1, outside))
    return TestResult(
      statistical: name,
      statistic: largest,
      null: "largest of \(sums.count) |N(0, 1)|",
      p: PValue(
        lowerTail: Double.exp(logProbability),
        upperTail: -Double.expMinusOne(logProbability)
      ),
      effect: """
        the largest value lies where \(EffectText.number(largest)) standard deviations of a \
        normal law do
        """
    )
  }
}
