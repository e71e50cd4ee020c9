/// Whether a checkpoint is still at its initialization, or parts of it are.
struct PartlyTrained: KnownNetworkFault {
  func findings(in tensors: [IdentifiedTensor]) -> [IdentificationFinding] {
    let weights = tensors.filter { $0.subject.role == .weight && $0.evidence != nil }
    let known = weights.filter(\.isKnown)
    guard !weights.isEmpty else { return [] }
    if known.count == weights.count {
      return [
        IdentificationFinding(
          finding: "at-initialization",
          effect:
            "all \(EffectText.count(weights.count, "weight", "weights")) are as an initializer "
            + "leaves them"
        )
      ]
    }
    if known.isEmpty {
      return [
        IdentificationFinding(
          finding: "not-at-initialization",
          effect: "no weights are as a known initializer leaves them: trained, or made otherwise"
        )
      ]
    }
    let names = known.prefix(5).map(\.subject.tensor).joined(separator: ", ")
    return [
      IdentificationFinding(
        finding: "partly-at-initialization",
        effect: "\(known.count) of \(weights.count) weights are as an initializer leaves them "
          + "(\(names)\(known.count > 5 ? ", …" : "")); the others were trained, or made otherwise"
      )
    ]
  }
}
