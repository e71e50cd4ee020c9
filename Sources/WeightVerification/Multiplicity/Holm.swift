/// Holm's step-down adjustment of p-values for the number of tests.
///
/// Rejecting where an adjusted p-value is below alpha keeps the probability of any false rejection
/// at or below alpha, whatever the dependence between the tests.
///
/// Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
enum Holm {
  /// Adjusts p-values.
  ///
  /// - Parameter values: p-values, none NaN.
  /// - Returns: The adjusted values, in the same order.
  static func adjusted(_ values: [Double]) -> [Double] {
    // Equal values keep their order, so that the result does not depend on the sort.
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var result = values
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(values.count - rank) * values[index]))
      result[index] = largest
    }
    return result
  }
}

extension VerificationReport {
  /// Adjusts all p-values of the report together and derives the verdicts from them.
  mutating func decide() {
    let statistical =
      tensors.flatMap { $0.tests.compactMap(\.p) } + network.compactMap(\.p)
    var adjusted = Holm.adjusted(statistical)[...]
    let alpha = alpha
    func settle(_ tests: inout [TestResult]) {
      for index in tests.indices where tests[index].p != nil {
        guard let value = adjusted.popFirst() else { return }
        tests[index].adjustedP = value
        tests[index].verdict =
          value < alpha ? .inconsistent : value < 10 * alpha ? .suspicious : .consistent
      }
    }
    for index in tensors.indices {
      settle(&tensors[index].tests)
      tensors[index].verdict = Verdict(combining: tensors[index].tests.map(\.verdict))
    }
    settle(&network)
    let parts = tensors.map(\.verdict) + network.map(\.verdict)
    verdict = tensors.isEmpty ? .cannotTell : Verdict(combining: parts)
  }
}
