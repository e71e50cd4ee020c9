/// What most likely made each tensor of a source.
///
/// Encodes to the JSON that `schemas/identification.schema.json` describes. Every number in it is
/// finite.
public struct IdentificationReport: Sendable, Hashable, Codable {
  /// The identifier of this form of report, with its version.
  public static let schemaIdentifier = "weightinit/identification/1"

  /// The tensors, in the order of the subjects.
  public var tensors: [TensorIdentification]
  /// What the tensors together show, such as a depth scaling that is missing.
  public var findings: [IdentificationFinding]
}
