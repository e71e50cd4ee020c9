internal import RealModule
internal import WeightInit

/// A variance that is a whole multiple or part of a scheme's, as depth scalings and miscounted groups
/// leave it.
struct ScaleRatio: KnownFault {
  /// The greatest multiple that is named.
  private static let limit = 128.0
  /// How many schemes are named.
  private static let namedSchemes = 2

  func findings(in tensor: IdentifiedTensor) -> [IdentificationFinding] {
    guard tensor.isKnown, tensor.subject.role == .weight, let evidence = tensor.evidence,
      let answer = tensor.answer, answer.leader.isFitted,
      case .independent(let marginal) = answer.leader.law
    else { return [] }
    let found = marginal.moments
    let variance = evidence.sumOfSquares / Double(evidence.count)
    let error = ((found.kurtosis - 1) / Double(evidence.count)).squareRoot()
    guard found.mean == 0, variance > 0 else { return [] }
    var named: [(text: String, multiple: Double, isPart: Bool)] = []
    for scheme in tensor.schemes.sorted(by: { $0.preference < $1.preference })
    where scheme.isDefault {
      guard
        case .independent(let expected)? = try? scheme.initializer.weightLaw(
          of: tensor.subject.layer
        ), expected.hasShape(of: marginal)
      else { continue }
      let ratio = variance / expected.moments.variance
      let size = max(ratio, 1 / ratio)
      let multiple = size.rounded()
      // A whole number is in reach by chance once in four cases at most.
      guard multiple >= 2, multiple <= Self.limit, abs(size - multiple) <= 3 * error * multiple,
        6 * error * multiple < 0.25,
        !named.contains(where: { $0.multiple == multiple && $0.isPart == (ratio < 1) })
      else { continue }
      let whole = EffectText.number(multiple)
      let cause =
        ratio < 1
        ? "as a scaling by 1/√\(whole) with the depth leaves it"
        : "as a fan that counts one of \(whole) groups only leaves it"
      let share = ratio < 1 ? "1/\(whole) of" : "\(whole) times"
      named.append(("the variance is \(share) \(scheme.claim)'s, \(cause)", multiple, ratio < 1))
    }
    return named.sorted { $0.multiple < $1.multiple }
      .prefix(Self.namedSchemes)
      .map { IdentificationFinding(finding: "scale-ratio", effect: $0.text) }
  }
}

extension Marginal {
  /// Whether two distributions differ in nothing but location and scale.
  fileprivate func hasShape(of other: Marginal) -> Bool {
    switch (self, other) {
    case (.normal, .normal), (.uniform, .uniform): true
    case (
      .truncatedNormal(_, _, let lower, let upper),
      .truncatedNormal(_, _, let otherLower, let otherUpper)
    ): lower == otherLower && upper == otherUpper
    default: false
    }
  }
}
