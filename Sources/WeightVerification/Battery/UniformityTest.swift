internal import InitializationTheory
internal import RealModule

/// The Anderson–Darling test that numbers are independent and uniform on (0, 1).
///
/// Source: Anderson & Darling 1952; the p-value is that of the limit law.
struct UniformityTest {
  /// From how many numbers on the limit law is close enough in the tails.
  static let leastCount = 8

  /// The test's name.
  var name: String
  /// What the numbers are, for the effect.
  var subject: String

  /// Runs the test.
  ///
  /// - Parameter values: Numbers in (0, 1), in any order.
  /// - Returns: `nil` for fewer than ``leastCount`` numbers.
  func result(for values: [Double]) -> TestResult? {
    guard values.count >= Self.leastCount else { return nil }
    let sorted = values.sorted()
    let n = Double(values.count)
    var sum = 0.0
    for (index, value) in sorted.enumerated() {
      let mirrored = sorted[sorted.count - 1 - index]
      sum +=
        (2 * Double(index) + 1)
        * (Double.log(Self.inside(value)) + Double.log(onePlus: -Self.inside(mirrored)))
    }
    let statistic = -n - sum / n
    let mean = sorted.reduce(0, +) / n
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "Anderson-Darling(\(values.count))",
      p: PValue(AndersonDarlingDistribution.survivalProbability(statistic)),
      effect: """
        \(subject), as claimed probabilities, have the mean \(EffectText.number(mean)) \
        where 0.5 is expected
        """
    )
  }

  /// Keeps logarithms finite where a number reached an end by rounding.
  private static func inside(_ value: Double) -> Double {
    min(max(value, 1e-300), 1 - 0x1p-53)
  }
}
