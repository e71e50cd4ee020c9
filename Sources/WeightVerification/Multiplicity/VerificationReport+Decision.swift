extension VerificationReport {
  /// Adjusts all p-values of the report together and derives the verdicts from them.
  mutating func decide() {
    var values: [Double] = []
    var groups: [TestGroup] = []
    for tests in tensors.map(\.tests) {
      for (result, group) in zip(tests, TestGroup.groups(of: tests)) {
        guard let p = result.p else { continue }
        values.append(p)
        groups.append(group)
      }
    }
    for p in network.compactMap(\.p) {
      values.append(p)
      groups.append(.network)
    }
    var adjusted = Holm.adjusted(values, weights: TestGroup.weights(groups))[...]
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
      tensors[index].verdict = Verdict(
        combining: [tensors[index].verdict] + tensors[index].tests.map(\.verdict)
      )
    }
    settle(&network)
    combine()
  }

  /// Derives the verdict about everything from the verdicts about the tensors and the network.
  mutating func combine() {
    let parts = tensors.map(\.verdict) + network.map(\.verdict)
    reason = tensors.isEmpty ? "nothing is claimed of any tensor, so nothing was tested" : nil
    verdict = tensors.isEmpty ? .cannotTell : Verdict(combining: parts)
  }
}
