internal import InitializationTheory

/// `distribution`: the Kolmogorov–Smirnov distance between the values and the claimed distribution,
/// over the edges of 8192 equal parts of probability (65 536 from 16 384 values on).
///
/// Leaving out what happens between edges makes the test conservative, by a distance of at most one
/// part.
struct DistributionTest: BatteryTest {
  let name = "distribution"
  let isPooled = false

  func result(for sums: NormalSums) -> TestResult? {
    guard !sums.histogram.isEmpty, sums.count > 0 else { return nil }
    let n = Double(sums.count)
    let bins = Double(sums.histogram.count)
    var (seen, distance) = (0, 0.0)
    sums.histogram.withUnsafeBufferPointer { histogram in
      for bin in histogram.indices where histogram[bin] > 0 {
        // Between two values the distance is largest at the edges beside them.
        distance = max(distance, abs(Double(seen) / n - Double(bin) / bins))
        seen += histogram[bin]
        distance = max(distance, abs(Double(seen) / n - Double(bin + 1) / bins))
      }
    }
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
