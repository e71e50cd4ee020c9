/// The groups among which alpha is shared out evenly.
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

  /// The names of the primary tests.
  static let primaryTests: Set<String> = [
    "variance", "mean", "row-direction", "column-direction", "extreme", "lag-row",
    "beta-distribution", "rest-sum", "haar-trace",
  ]

  /// The group of a test of a tensor.
  init(tensorTest name: String) {
    self = Self.primaryTests.contains(name) ? .primary : .secondary
  }

  /// The weights of tests: each group that occurs has the same weight in all, each test in a group
  /// the same.
  static func weights(_ groups: [TestGroup]) -> [Double] {
    let counts = Dictionary(grouping: groups, by: \.self).mapValues(\.count)
    return groups.map { 1 / Double(counts.count * (counts[$0] ?? 1)) }
  }
}
