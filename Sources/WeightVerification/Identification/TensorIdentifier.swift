internal import WeightInit

/// Identifies single tensors of a source.
struct TensorIdentifier {
  let source: any TensorSource
  let registry: InitializerRegistry
  let schemes: [RegisteredScheme]
  let credibility: Double
  let verifier: Verifier

  /// The answers beyond the set that a report still names.
  private static let reportedAnswers = 5

  /// Finds what most likely made a tensor.
  ///
  /// - Parameters:
  ///   - subject: The tensor.
  ///   - index: Its position in the source.
  /// - Returns: The tensor with its identification.
  /// - Throws: ``VerificationError`` when the subject is not of the tensor's shape or the source
  ///   breaks its contract; what the source throws.
  func identify(_ subject: IdentificationSubject, at index: Int) throws -> IdentifiedTensor {
    let descriptor = source.tensors[index]
    guard subject.order.isValid, let geometry = MatrixGeometry(subject.order),
      geometry.elementCount == descriptor.elementCount,
      geometry.elementCount == 0 || subject.order.matches(storedShape: descriptor.shape)
    else {
      throw VerificationError(
        code: .invalidClaim,
        tensor: subject.tensor,
        message: """
          the stored shape is \(descriptor.shape), the subject expects the axes \
          \(subject.order.permutation) of \(subject.order.logicalShape)
          """
      )
    }
    guard geometry.elementCount > 0 else {
      return Self.nothing(subject, descriptor, "empty", "the tensor has no elements")
    }
    let first = try evidence(of: subject, at: index, in: source)
    guard first.nonFinite == 0 else {
      return Self.nothing(
        subject,
        descriptor,
        "non-finite",
        "\(first.nonFinite) of \(first.count) entries are NaN or infinite"
      )
    }
    let narrowed = first.narrowerType(than: descriptor.elementType)
    let narrowedSource = narrowed.flatMap { NarrowedSource(source, tensor: index, to: $0) }
    let given = Reading(subject: subject, index: index, source: narrowedSource ?? source)
    let evidence =
      narrowedSource == nil ? first : try evidence(of: subject, at: index, in: given.source)
    let (reading, posterior) = try bestReading(given, evidence)
    var result = IdentifiedTensor(
      identification: Self.report(posterior, of: subject.tensor),
      subject: subject,
      descriptor: descriptor,
      evidence: evidence,
      narrowed: narrowed,
      answer: posterior.answers.first,
      schemes: schemes
    )
    if let finding = reading.finding { result.identification.findings.append(finding) }
    try judge(posterior, reading, &result)
    result.identification.findings += BuiltInFaults.tensor.flatMap { $0.findings(in: result) }
    return result
  }

  // MARK: - Likelihoods

  func evidence(
    of subject: IdentificationSubject,
    at index: Int,
    in source: any TensorSource
  ) throws -> TensorEvidence {
    guard let geometry = MatrixGeometry(subject.order) else {
      throw VerificationError(
        code: .invalidClaim,
        tensor: subject.tensor,
        message: "the size of \(subject.order.logicalShape) overflows"
      )
    }
    return try TensorEvidence.gathered(
      from: MatrixStream(index, of: source, order: subject.order, geometry: geometry),
      channelLength: subject.role == .weight ? subject.layer.channelLength : 1,
      laws: schemes.compactMap { scheme in
        switch subject.role {
        case .weight: try? scheme.initializer.weightLaw(of: subject.layer)
        case .bias: try? scheme.initializer.biasLaw(of: subject.layer)
        case .vector: nil
        }
      }
    )
  }

  func posterior(
    of subject: IdentificationSubject,
    _ evidence: TensorEvidence
  ) -> Posterior {
    let candidates = BuiltInCandidates.all.flatMap { family in
      family.candidates(
        for: CandidateSubject(
          evidence: evidence,
          layer: subject.layer,
          role: subject.role,
          registry: registry,
          schemes: schemes
        )
      )
    }
    return Posterior(candidates, evidence: evidence, credibility: credibility)
  }

  // MARK: - The open-set gate

  /// Tests the tensor against the answers of the set.
  private func judge(
    _ posterior: Posterior,
    _ reading: Reading,
    _ result: inout IdentifiedTensor
  ) throws {
    var differences: [IdentificationDifference]?
    for (place, answer) in posterior.answers.prefix(posterior.setSize).enumerated() {
      let found = try contradictions(of: answer.leader, reading)
      if found.isEmpty {
        result.answer = answer
        result.identification.accept(answer, at: place)
        return
      }
      differences = differences ?? found
    }
    result.identification.outcome = .unknown
    result.identification.best = nil
    result.identification.confidence = 0
    result.identification.nearest = posterior.answers.first?.leader.claim
    result.identification.differences = differences ?? []
  }

  /// The tests that contradict a claim.
  private func contradictions(
    of candidate: Candidate,
    _ reading: Reading
  ) throws -> [IdentificationDifference] {
    let claim = TensorClaim(
      tensor: reading.subject.tensor,
      claim: candidate.claim,
      law: candidate.law,
      order: reading.subject.order,
      bias: reading.subject.bias
    )
    let report = try verifier.verify(reading.source, claims: [claim])
    guard report.verdict == .inconsistent else { return [] }
    return (report.tensors.flatMap(\.tests) + report.network)
      .filter { $0.verdict == .inconsistent }
      .sorted { ($0.adjustedP ?? 0) < ($1.adjustedP ?? 0) }
      .map { .init(test: $0.test, adjustedP: $0.adjustedP, effect: $0.effect) }
  }

  // MARK: - Reports

  private static func report(_ posterior: Posterior, of name: String) -> TensorIdentification {
    let count = max(posterior.setSize, min(reportedAnswers, posterior.answers.count))
    return TensorIdentification(
      name: name,
      outcome: .unknown,
      best: nil,
      confidence: 0,
      nearest: nil,
      candidates: posterior.answers.prefix(count).map { answer in
        IdentificationCandidate(
          claim: answer.leader.claim,
          score: answer.probability,
          sameLaw: answer.sameLaw.filter { !$0.isFitted }.map(\.claim),
          indistinguishable: answer.indistinguishable.filter { !$0.isFitted }.map(\.claim),
          fitted: (answer.sameLaw + answer.indistinguishable).filter(\.isFitted).map(\.claim)
        )
      },
      setSize: posterior.setSize,
      differences: [],
      findings: []
    )
  }

  private static func nothing(
    _ subject: IdentificationSubject,
    _ descriptor: TensorDescriptor,
    _ finding: String,
    _ effect: String
  ) -> IdentifiedTensor {
    IdentifiedTensor(
      identification: TensorIdentification(
        name: subject.tensor,
        outcome: .cannotTell,
        best: nil,
        confidence: 0,
        nearest: nil,
        candidates: [],
        setSize: 0,
        differences: [],
        findings: [IdentificationFinding(finding: finding, effect: effect)]
      ),
      subject: subject,
      descriptor: descriptor
    )
  }
}

extension TensorIdentification {
  /// Takes an answer that no test contradicts.
  fileprivate mutating func accept(_ answer: Posterior.Answer, at place: Int) {
    outcome = setSize > 1 ? .ambiguous : .identified
    best = answer.leader.claim
    confidence = answer.probability
    // What the tests contradict comes behind.
    if place > 0, place < candidates.count {
      candidates.insert(candidates.remove(at: place), at: 0)
    }
  }
}

extension TensorEvidence {
  /// The type that the values come from, where they use fewer bits than the stored type has.
  fileprivate func narrowerType(than type: ElementType) -> ElementType? {
    // A few numbers, as of a fixed matrix, may be short by nature.
    guard distinct.areMany else { return nil }
    switch type {
    case .float64 where usedFractionBits <= 7, .float32 where usedFractionBits <= 7:
      return .bfloat16
    case .float64 where usedFractionBits <= 10 && extreme <= 65504,
      .float32 where usedFractionBits <= 10 && extreme <= 65504:
      return .float16
    case .float64
    where usedFractionBits <= 23
      && extreme <= Double(Float.greatestFiniteMagnitude):
      return .float32
    default: return nil
    }
  }
}
