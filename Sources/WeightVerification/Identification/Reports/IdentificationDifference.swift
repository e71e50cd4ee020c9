/// A test that contradicts the nearest claim.
public struct IdentificationDifference: Sendable, Hashable, Codable {
  /// The test's name in kebab-case, as in a verification.
  public var test: String
  /// The p-value, adjusted for all tests of the tensor (Holm); `nil` for exact rules.
  public var adjustedP: Double?
  /// What was found, in plain words.
  public var effect: String
}
