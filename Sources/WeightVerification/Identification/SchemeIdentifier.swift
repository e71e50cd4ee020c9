public import WeightInit

/// Finds what most likely made the tensors of a source.
///
/// Every scheme of the registry states the law of what it draws; each law, and each family of laws
/// with free parameters, has an exact likelihood that needs few sums over the tensor. Free parameters
/// are averaged over (Occam's razor), so that a scheme that predicts the scale outweighs one that may
/// choose it. Exact structure (constants, identities, mirrored blocks, orthonormal rows) decides
/// before any likelihood. The battery of the verifier then tests the tensor against the most likely
/// answer, so that the answer may be: none of the known schemes.
///
/// A report depends only on the values and the subjects: not on chunks, threads or time.
public struct SchemeIdentifier: Sendable {
  /// The schemes that are known.
  public let registry: InitializerRegistry
  /// The share of the probability that the answers of ``TensorIdentification/setSize`` carry.
  public let credibility: Double
  /// The probability with which a tensor of a known scheme is called unknown, at most.
  public let alpha: Double

  /// Creates an identifier.
  ///
  /// - Parameters:
  ///   - registry: The schemes that are known.
  ///   - credibility: The share of the probability that a set of answers carries, in (0, 1).
  ///   - alpha: The probability with which a tensor of a known scheme is called unknown, above 0 and
  ///     below 0.1.
  /// - Throws: ``VerificationError`` for options out of range.
  public init(
    registry: InitializerRegistry = .builtIn,
    credibility: Double = 0.99,
    alpha: Double = 0.001
  ) throws {
    guard credibility > 0, credibility < 1 else {
      throw VerificationError(
        code: .invalidOptions,
        message: "the credibility must lie between 0 and 1, found \(credibility); 0.99 is usual"
      )
    }
    _ = try Verifier(alpha: alpha)
    self.registry = registry
    self.credibility = credibility
    self.alpha = alpha
  }

  /// Identifies tensors, each on a few passes.
  ///
  /// Memory does not grow with a tensor beyond O(rows + columns), except as the verifier's memory
  /// budget allows.
  ///
  /// - Parameters:
  ///   - source: Where the tensors come from.
  ///   - subjects: The tensors, each once, with what names and shapes say about them.
  ///   - progress: Hears before each tensor how many are done; an error that it throws ends the work
  ///     and is rethrown.
  /// - Returns: The report, with the tensors in the order of the subjects.
  /// - Throws: ``VerificationError`` for subjects that are not there or not of the source's shapes
  ///   and for a source that breaks its contract; what the source throws.
  public func identify(
    _ source: any TensorSource,
    subjects: [IdentificationSubject],
    progress: ((_ tensor: String, _ tensorsDone: Int) throws -> Void)? = nil
  ) throws -> IdentificationReport {
    let positions = Dictionary(
      source.tensors.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let session = TensorIdentifier(
      source: source,
      registry: registry,
      schemes: RegisteredScheme.all(of: registry),
      credibility: credibility,
      verifier: try Verifier(alpha: alpha)
    )
    let tensors = try subjects.enumerated().map { done, subject in
      guard let index = positions[subject.tensor] else {
        throw VerificationError(
          code: .unknownTensor,
          tensor: subject.tensor,
          message: "the subject names a tensor that is not there; check the name against the source"
        )
      }
      try progress?(subject.tensor, done)
      return try session.identify(subject, at: index)
    }
    return IdentificationReport(
      tensors: tensors.map(\.identification),
      findings: BuiltInFaults.network.flatMap { $0.findings(in: tensors) }
    )
  }
}
