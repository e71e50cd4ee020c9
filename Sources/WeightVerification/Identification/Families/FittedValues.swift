internal import RealModule
internal import WeightInit

/// Tensors of one value, or of two opposite ones.
struct FittedValues: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    guard let found = evidence.distinct.sorted else { return [] }
    if found.count == 1 {
      let value = found[0].value
      let slack = abs(value) * evidence.grid.unitRoundoff
      let text = RoundNumber.text(value - slack, value + slack)
      return [
        subject.fitted(
          "constant:value=\(text)",
          Likelihood(dimension: 0, logDensity: -CandidateSubject.logScaleRange)
        )
      ].compactMap(\.self)
    }
    guard found.count == 2, found[0].value == -found[1].value, case .weight = subject.role else {
      return []
    }
    let scale = found[1].value * found[1].value * Double(subject.layer.fanIn)
    let slack = 2 * scale * evidence.grid.unitRoundoff
    let text = RoundNumber.text(scale - slack, scale + slack)
    return [
      subject.fitted(
        "variance-scaling:scale=\(text),distribution=rademacher",
        Likelihood(
          dimension: 0,
          logDensity: -Double(evidence.count) * Double.log(2) - CandidateSubject.logScaleRange
        )
      )
    ].compactMap(\.self)
  }
}
