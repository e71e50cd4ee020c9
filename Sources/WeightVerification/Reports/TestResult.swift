/// What one test found.
public struct TestResult: Sendable, Hashable, Codable {
  /// How a test reaches its verdict.
  public enum Family: String, Sendable, Hashable, Codable, CaseIterable {
    /// A rule that holds for every draw, up to rounding; there is no p-value.
    case exact
    /// A statistic with a known law under the claim; the verdict follows from the adjusted p-value.
    case statistical
  }

  /// The test's name in kebab-case, for example `variance`.
  public var test: String
  /// How the test reaches its verdict.
  public var family: Family
  /// The value of the test's statistic; `nil` where it is not a finite number.
  public var statistic: Double?
  /// The law of the statistic if the claim holds, for example `chi-square(4096)`, or the rule.
  public var null: String
  /// The probability of a statistic at least as extreme if the claim holds, never below 1e-300;
  /// `nil` for exact rules.
  public var p: Double?
  /// The p-value adjusted for all statistical tests of the report (Holm); `nil` for exact rules.
  public var adjustedP: Double?
  /// What was found, in plain words.
  public var effect: String
  /// The verdict of this test on its own (with its adjusted p-value).
  public var verdict: Verdict

  /// The result of an exact rule.
  ///
  /// - Parameters:
  ///   - test: The rule's name.
  ///   - rule: The rule in words.
  ///   - holds: Whether the tensor follows the rule.
  ///   - statistic: What was measured, for example a number of entries or the largest deviation.
  ///   - effect: What was found, in plain words.
  init(exact test: String, rule: String, holds: Bool, statistic: Double?, effect: String) {
    self.test = test
    family = .exact
    self.statistic = statistic.flatMap { $0.isFinite ? $0 : nil }
    null = rule
    self.effect = effect
    verdict = holds ? .consistent : .inconsistent
  }

  /// The result of a statistical test; the verdict follows when all p-values are known.
  ///
  /// - Parameters:
  ///   - test: The test's name.
  ///   - statistic: The value of the statistic.
  ///   - null: The law of the statistic if the claim holds.
  ///   - p: The p-value; clamped to 1e-300...1.
  ///   - effect: What was found, in plain words.
  init(statistical test: String, statistic: Double, null: String, p: PValue, effect: String) {
    self.test = test
    family = .statistical
    self.statistic = statistic.isFinite ? statistic : nil
    self.null = null
    self.p = p.value
    self.effect = effect
    verdict = .consistent
  }

  /// The same result under a longer name.
  func renamed(prefix: String) -> TestResult {
    var copy = self
    copy.test = prefix + test
    return copy
  }
}
