/// A rule or test that two tensors of one law pass.
public struct ComparisonTest: Sendable, Hashable, Codable {
  /// The name in kebab-case, for example `distribution`.
  public var test: String
  /// The probability of a difference at least as large between draws of one law; `nil` for rules.
  public var p: Double?
  /// The p-value adjusted for all tests of the report (Holm); `nil` for rules.
  public var adjustedP: Double?
  /// What was found, in plain words.
  public var effect: String
  /// Whether this tells the laws apart.
  public var answer: ComparisonReport.Answer
}
