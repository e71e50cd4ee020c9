internal import WeightInit

/// A scale that a scheme has when fan-in and fan-out change places.
struct SwappedFans: KnownFault {
  func findings(in tensor: IdentifiedTensor) -> [IdentificationFinding] {
    let layer = tensor.subject.layer
    guard tensor.isKnown, tensor.subject.role == .weight, layer.fanIn != layer.fanOut,
      let evidence = tensor.evidence, let answer = tensor.answer,
      case .independent = answer.leader.law
    else { return [] }
    let claims = Set(([answer.leader] + answer.sameLaw).map(\.claim))
    guard !tensor.schemes.contains(where: { $0.isDefault && claims.contains($0.claim) }) else {
      return []
    }
    var swapped = layer
    (swapped.fanIn, swapped.fanOut) = (layer.fanOut, layer.fanIn)
    swapped.neurons = layer.inputChannels
    let schemes = tensor.schemes.filter { scheme in
      guard scheme.isDefault, let law = try? scheme.initializer.weightLaw(of: swapped),
        case .independent = law
      else { return false }
      return law.separation(from: answer.leader.law, on: evidence.size) < Posterior.separationLimit
    }
    guard let first = schemes.min(by: { $0.preference < $1.preference }) else { return [] }
    return [
      IdentificationFinding(
        finding: "swapped-fans",
        effect: "the scale is that of \(first.claim) with fan-in \(layer.fanOut) and fan-out "
          + "\(layer.fanIn): the fans were exchanged, or the file has another layout"
      )
    ]
  }
}
