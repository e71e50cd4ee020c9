extension VerificationReport {
  /// Adds the result of a rule that was checked elsewhere, such as a digest, to a tensor's tests.
  ///
  /// - Parameters:
  ///   - test: The rule's name in kebab-case.
  ///   - rule: The rule in words.
  ///   - holds: Whether the tensor follows it.
  ///   - effect: What was found, in plain words.
  ///   - tensor: The tensor's name; nothing happens when the report does not have it.
  public mutating func addExactRule(
    _ test: String,
    rule: String,
    holds: Bool,
    effect: String,
    to tensor: String
  ) {
    guard let index = tensors.firstIndex(where: { $0.name == tensor }) else { return }
    let result = TestResult(exact: test, rule: rule, holds: holds, statistic: nil, effect: effect)
    tensors[index].tests.insert(result, at: 0)
    if !holds {
      tensors[index].verdict = .inconsistent
      verdict = .inconsistent
    }
  }

  /// Adds a tensor that could not be examined since it is not there, or not of the claimed form.
  ///
  /// - Parameters:
  ///   - claim: What is claimed.
  ///   - test: The name in kebab-case of the rule that fails.
  ///   - rule: The rule in words.
  ///   - effect: What was found, in plain words.
  public mutating func addUnexamined(
    _ claim: TensorClaim,
    test: String,
    rule: String,
    effect: String
  ) {
    tensors.append(
      TensorReport(
        name: claim.tensor,
        claim: claim.claim,
        verdict: .inconsistent,
        elements: 0,
        reason: nil,
        measured: MeasuredMoments(nonFinite: 0),
        tests: [TestResult(exact: test, rule: rule, holds: false, statistic: nil, effect: effect)]
      )
    )
    reason = nil
    verdict = .inconsistent
  }
}
