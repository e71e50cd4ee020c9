/// Something that was noticed beside the answer.
public struct IdentificationFinding: Sendable, Hashable, Codable {
  /// The kind of finding in kebab-case, for example `low-precision`.
  public var finding: String
  /// What was found, in plain words.
  public var effect: String
}
