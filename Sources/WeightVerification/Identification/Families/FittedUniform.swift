internal import RealModule
internal import WeightInit

/// Uniform entries between any bounds, symmetric about 0 or not.
///
/// With the bound's logarithm uniform over five decades, the average of (2a)^(−N) over a above the
/// largest magnitude A is (2A)^(−N)/(5 N ln 10).
struct FittedUniform: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let count = Double(evidence.count)
    guard evidence.count > 2, evidence.extreme > 0, evidence.minimum < evidence.maximum else {
      return []
    }
    // The bound exceeds the largest magnitude by a share of 1/N on average.
    let slack = 2 / count
    // A value may have been rounded beyond the bound.
    let rounding = evidence.grid.isCoarse ? evidence.grid.unitRoundoff : 0
    let bound = RoundNumber.text(
      evidence.extreme * (1 - rounding),
      evidence.extreme * (1 + slack)
    )
    let symmetric = subject.fitted(
      "uniform:low=-\(bound),high=\(bound)",
      Likelihood(
        dimension: evidence.count,
        logDensity: -count * Double.log(2 * evidence.extreme) - Double.log(count)
          - CandidateSubject.logScaleRange
      )
    )
    let width = evidence.maximum - evidence.minimum
    let low = RoundNumber.text(
      evidence.minimum - slack * width,
      evidence.minimum + rounding * abs(evidence.minimum)
    )
    let high = RoundNumber.text(
      evidence.maximum - rounding * abs(evidence.maximum),
      evidence.maximum + slack * width
    )
    let general = subject.fitted(
      "uniform:low=\(low),high=\(high)",
      Likelihood(
        dimension: evidence.count,
        // Two free ends, the center within ten widths.
        logDensity: -count * Double.log(width) - 2 * Double.log(count) - Double.log(10)
          - CandidateSubject.logScaleRange
      )
    )
    return [symmetric, general].compactMap(\.self)
  }
}
