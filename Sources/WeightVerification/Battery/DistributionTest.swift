internal import InitializationTheory

/// `distribution`: the Kolmogorov–Smirnov distance between the values and the claimed distribution.
///
/// Above ``NormalBins/exactLimit`` values it is taken over the edges of fine bins, which makes the
/// test slightly conservative.
struct DistributionTest: BatteryTest {
  let name = "distribution"
  let isPooled = false
  /// Below, the correction of the limit law has not been checked.
  private static let leastCount = 16

  func result(for sums: NormalSums) -> TestResult? {
    guard let distance = sums.kolmogorovDistance, sums.count >= Self.leastCount else { return nil }
    return TestResult(
      statistical: name,
      statistic: distance,
      null: "Kolmogorov-Smirnov(\(sums.count))",
      p: PValue(
        KolmogorovDistribution.kolmogorovSmirnovPValue(statistic: distance, count: sums.count)
      ),
      effect: """
        the share of values below a bound differs from the claim by up to \
        \(EffectText.number(distance * 100)) percentage points
        """
    )
  }
}
