internal import InitializationTheory

/// `anderson-darling`: Anderson and Darling's A² of the values, which weighs the tails more than the
/// distance of `distribution` does.
///
/// Source: Anderson & Darling 1952; the p-value is that of the limit law.
struct AndersonDarlingTest: BatteryTest {
  let name = "anderson-darling"
  let isPooled = false
  /// Below, the limit law is not close enough in the tails.
  private static let leastCount = 16

  func result(for sums: NormalSums) -> TestResult? {
    guard let statistic = sums.andersonDarling, sums.count >= Self.leastCount else { return nil }
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "Anderson-Darling(\(sums.count))",
      p: PValue(AndersonDarlingDistribution.survivalProbability(statistic)),
      effect: """
        A² of the values is \(EffectText.number(statistic)) where about 1 is expected
        """
    )
  }
}
