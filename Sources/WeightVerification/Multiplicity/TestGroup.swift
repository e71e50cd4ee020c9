/// The groups among which alpha is shared out.
///
/// A few tests see most of the faults that occur, and the network's tests pool what no tensor shows
/// alone. Sharing alpha among all tests alike would let the many others pay for each other.
enum TestGroup: Sendable, CaseIterable {
  /// Tests across tensors.
  case network
  /// The tests of a tensor that see the most common faults.
  case primary
  /// The other tests of a tensor.
  case secondary
  /// The largest eigenvalue, which alone sees a change along one direction.
  case spectrum

  /// The share of the group in alpha, beside those of the others that occur.
  private var share: Double { self == .spectrum ? 0.25 : 1 }

  /// The names of the primary tests of a matrix.
  static let primaryTests: Set<String> = [
    "variance", "mean", "row-direction", "column-direction", "extreme", "lag-row",
    "beta-distribution", "rest-sum", "haar-trace",
  ]

  /// Of a vector, as most biases are, only the scale is tested among the primary ones.
  static let primaryTestsOfVectors: Set<String> = ["variance"]

  /// The groups of the tests of a tensor, in their order.
  static func groups(of tests: [TestResult]) -> [TestGroup] {
    let isMatrix = tests.contains { $0.test == "row-direction" || $0.test == "haar-trace" }
    let primary = isMatrix ? primaryTests : primaryTestsOfVectors
    return tests.map {
      if $0.test == GramTest.Kind.eigenvalue.rawValue { return .spectrum }
      return primary.contains($0.test) ? .primary : .secondary
    }
  }

  /// The weights of tests: each test in a group has the same part of the group's share.
  static func weights(_ groups: [TestGroup]) -> [Double] {
    let counts = Dictionary(grouping: groups, by: \.self).mapValues(\.count)
    let total = counts.keys.reduce(0) { $0 + $1.share }
    return groups.map { $0.share / (total * Double(counts[$0] ?? 1)) }
  }
}
