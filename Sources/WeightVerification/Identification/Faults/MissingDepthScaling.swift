internal import RealModule
internal import WeightInit

/// Projections into the residual stream with the scale of the layers beside them.
///
/// GPT-2 and its successors divide their standard deviation by √(2L), L the number of blocks. Names
/// tell such projections: those that widely used models give them, within numbered blocks.
struct MissingDepthScaling: KnownNetworkFault {
  private static let projections: Set<Substring> = [
    "c_proj", "o_proj", "out_proj", "down_proj", "dense_4h_to_h", "wo",
  ]

  func findings(in tensors: [IdentifiedTensor]) -> [IdentificationFinding] {
    let members = tensors.compactMap { tensor -> Member? in
      guard tensor.subject.role == .weight, tensor.isKnown else { return nil }
      return Member(tensor)
    }
    let projections = members.filter(\.isProjection)
    let others = members.filter { !$0.isProjection }
    let blocks = Set(projections.map(\.block))
    guard blocks.count >= 2, !others.isEmpty else { return [] }
    let unscaled = projections.filter { projection in
      others.contains { $0.block == projection.block && $0.hasScale(of: projection) }
    }
    guard unscaled.count == projections.count else { return [] }
    let blockCount = blocks.count
    return [
      IdentificationFinding(
        finding: "missing-depth-scaling",
        effect: "the \(projections.count) projections into the residual stream "
          + "(\(projections[0].name), …) have the scale of the layers beside them; GPT-2 divides "
          + "theirs by √(2L) = \(EffectText.number(Double(2 * blockCount).squareRoot())) for "
          + "L = \(blockCount) blocks"
      )
    ]
  }

  /// A weight within a numbered block.
  private struct Member {
    let name: String
    let block: String
    let isProjection: Bool
    let claim: String
    let deviation: Double
    let error: Double

    init?(_ tensor: IdentifiedTensor) {
      name = tensor.subject.tensor
      let parts = name.split(separator: ".")
      guard let number = parts.firstIndex(where: { Int($0) != nil }),
        let evidence = tensor.evidence, evidence.sumOfSquares > 0,
        let claim = tensor.identification.best
      else { return nil }
      block = parts[...number].joined(separator: ".")
      isProjection = parts.dropLast().last.map(MissingDepthScaling.projections.contains) ?? false
      self.claim = claim
      deviation = (evidence.sumOfSquares / Double(evidence.count)).squareRoot()
      error = 1 / (2 * Double(evidence.count)).squareRoot()
    }

    /// Whether both follow one claim, or have one scale.
    func hasScale(of other: Member) -> Bool {
      if claim == other.claim { return true }
      let distance = abs(Double.log(deviation / other.deviation))
      return distance <= 3 * (error * error + other.error * other.error).squareRoot()
    }
  }
}
