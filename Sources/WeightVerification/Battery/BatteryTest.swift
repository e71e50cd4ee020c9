/// A test of the hypothesis that the values behind some sums are independent N(0, 1).
///
/// Every law is mapped to such values, so that a test serves all of them.
protocol BatteryTest: Sendable {
  /// The test's name in kebab-case.
  var name: String { get }
  /// Whether the test also makes sense on sums over several tensors.
  var isPooled: Bool { get }
  /// Runs the test; `nil` where the sums do not offer what it needs.
  func result(for sums: NormalSums) -> TestResult?
}

/// The tests that every matrix of standard normal values goes through.
enum BuiltInBatteryTests {
  /// All tests, in the order of the report.
  static let all: [any BatteryTest] = [
    MeanTest(),
    VarianceTest(),
    DirectionTest(.row),
    DirectionTest(.column),
    ShapeTest(.skewness),
    ShapeTest(.kurtosis),
    ExtremeTest(),
    NeymanTest(),
    DistributionTest(),
    AndersonDarlingTest(),
    NormTest(.row, .distribution),
    NormTest(.row, .extreme),
    NormTest(.column, .distribution),
    NormTest(.column, .extreme),
    LagTest(.row),
    LagTest(.column),
    LagTest(.volatility),
    LagBoxTest(),
    GramTest(.sum),
    GramTest(.max),
    GramTest(.eigenvalue),
  ]

  /// The results of all tests that apply to a tensor.
  ///
  /// - Parameters:
  ///   - sums: The sums of the values that a law maps a tensor to.
  ///   - view: How these differ from the tensor's own, in words that stand before each effect; what
  ///     is said of the values would be misread otherwise.
  /// - Returns: The results.
  static func results(for sums: NormalSums, seenAs view: String? = nil) -> [TestResult] {
    all.compactMap {
      var result = $0.result(for: sums)
      if let view, let effect = result?.effect { result?.effect = "\(view), \(effect)" }
      return result
    }
  }

  /// Runs the tests across tensors.
  ///
  /// - Parameter sums: The sums of tensors that are independent of each other under their claims.
  /// - Returns: The results; none for fewer than two tensors.
  static func pooledResults(for sums: [NormalSums]) -> [TestResult] {
    guard sums.count >= 2, let first = sums.first else { return [] }
    let total = sums.dropFirst().reduce(first, +)
    return all.filter(\.isPooled).compactMap {
      $0.result(for: total)?.renamed(prefix: "pooled-")
    }
  }
}
