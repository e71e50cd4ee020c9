/// The answer of a verification: a verdict, and everything it rests on.
///
/// Encodes to the JSON that `schemas/verification-report.schema.json` describes. Every number in it
/// is finite.
public struct VerificationReport: Sendable, Hashable, Codable {
  /// The identifier of this form of report, with its version.
  public static let schemaIdentifier = "weightinit/verification-report/1"

  /// ``schemaIdentifier``.
  public var schema: String
  /// The worst verdict of ``tensors`` and ``network``; not knowing is worse than being consistent.
  public var verdict: Verdict
  /// Why nothing could be told of anything, and what to do about it; `nil` where ``tensors`` say it.
  public var reason: String?
  /// The probability of an `inconsistent` report for a file whose every claim holds, at most.
  public var alpha: Double
  /// The claimed tensors, in the order of the claims.
  public var tensors: [TensorReport]
  /// Tests across tensors; empty when fewer than two tensors can be pooled.
  public var network: [TestResult]
}
