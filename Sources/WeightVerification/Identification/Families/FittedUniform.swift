internal import RealModule
internal import WeightInit

/// Uniform entries between any bounds, symmetric about 0 or not.
///
/// With the bound's logarithm uniform over five decades, the average of (2a)^(−N) over a above the
/// largest magnitude A is (2A)^(−N)/(5 N ln 10), where values are not rounded to few bits.
struct FittedUniform: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let count = Double(evidence.count)
    guard evidence.count > 2, evidence.extreme > 0, evidence.minimum < evidence.maximum else {
      return []
    }
    let bound = RoundedEdge(
      outermost: evidence.extreme,
      count: evidence.countAtExtreme,
      rate: count / evidence.extreme,
      grid: evidence.grid
    )
    let text = RoundNumber.text(bound.range.lowerBound, bound.range.upperBound)
    let symmetric = subject.fitted(
      "uniform:low=-\(text),high=\(text)",
      Likelihood(
        dimension: evidence.count,
        logDensity: -count * Double.log(2 * bound.place) + bound.logShare
          + Double.log(bound.width / bound.place) - CandidateSubject.logScaleRange
      )
    )
    return [symmetric, between(subject, count)].compactMap(\.self)
  }

  /// Two free ends, the center within ten widths.
  private func between(_ subject: CandidateSubject, _ count: Double) -> Candidate? {
    let evidence = subject.evidence
    let width = evidence.maximum - evidence.minimum
    func edge(_ outermost: Double, _ number: Int) -> RoundedEdge {
      RoundedEdge(outermost: outermost, count: number, rate: count / width, grid: evidence.grid)
    }
    let low = edge(-evidence.minimum, evidence.countAtMinimum)
    let high = edge(evidence.maximum, evidence.countAtMaximum)
    let length = low.place + high.place
    let lowText = RoundNumber.text(-low.range.upperBound, -low.range.lowerBound)
    let highText = RoundNumber.text(high.range.lowerBound, high.range.upperBound)
    return subject.fitted(
      "uniform:low=\(lowText),high=\(highText)",
      Likelihood(
        dimension: evidence.count,
        logDensity: -count * Double.log(length) + low.logShare + high.logShare
          + Double.log(low.width / length) + Double.log(high.width / length) - Double.log(10)
          - CandidateSubject.logScaleRange
      )
    )
  }
}
