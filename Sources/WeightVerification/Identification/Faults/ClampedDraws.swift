/// Several entries at exactly the largest magnitude: clamped to it instead of drawn again.
struct ClampedDraws: KnownFault {
  func findings(in tensor: IdentifiedTensor) -> [IdentificationFinding] {
    guard let whole = tensor.evidence, whole.distinct.areMany, !whole.grid.isCoarse else {
      return []
    }
    let evidence = whole.mirrored ?? whole
    // Continuous draws in float32 tie for the largest magnitude once in thousands of tensors.
    guard evidence.countAtExtreme >= 4 else { return [] }
    return [
      IdentificationFinding(
        finding: "clamped",
        effect: "\(evidence.countAtExtreme) entries are exactly "
          + "±\(EffectText.number(evidence.extreme)): draws beyond were clamped to the bound instead "
          + "of being drawn again"
      )
    ]
  }
}
