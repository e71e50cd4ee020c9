internal import RealModule
internal import WeightInit

/// Normal entries of any scale, about 0 or about any mean.
///
/// The scale is uniform in its logarithm over five decades, which makes the average of the likelihood
/// over it ½ (2/Σw²)^(N/2) Γ(N/2) (2π)^(−N/2)/(5 ln 10); the mean is uniform over 20 deviations.
struct FittedNormal: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let count = Double(evidence.count)
    guard evidence.count > 1, evidence.sumOfSquares > 0 else { return [] }
    let logDensity = Self.averagedLogDensity(count: count, squares: evidence.sumOfSquares)
    let deviation = (evidence.sumOfSquares / count).squareRoot()
    let relative = 1 / (2 * count).squareRoot()
    let text = RoundNumber.text(measured: deviation, error: deviation * relative)
    let plain = subject.fitted(
      "normal:std=\(text)",
      Likelihood(dimension: evidence.count, logDensity: logDensity)
    )
    return [plain, shifted(subject, count, relative)].compactMap(\.self)
  }

  /// The logarithm of the likelihood of N normal entries about 0, averaged over their scale.
  static func averagedLogDensity(count: Double, squares: Double) -> Double {
    -Double.log(2) + count / 2 * Double.log(2 / squares) + Double.logGamma(count / 2)
      - count / 2 * Double.log(2 * .pi) - CandidateSubject.logScaleRange
  }

  private func shifted(
    _ subject: CandidateSubject,
    _ count: Double,
    _ relative: Double
  ) -> Candidate? {
    let evidence = subject.evidence
    let variance = evidence.centeredSquares / count
    guard evidence.count > 2, variance > 0 else { return nil }
    let deviation = variance.squareRoot()
    let error = deviation / count.squareRoot()
    let mean = RoundNumber.text(evidence.mean - error, evidence.mean + error)
    guard mean != "0" else { return nil }
    let logDensity =
      -0.5 * count * (Double.log(2 * .pi * variance) + 1)
      + Double.log((2 * .pi).squareRoot() * relative) - CandidateSubject.logScaleRange
      + Double.log((2 * .pi / count).squareRoot() / 20)
    let text = RoundNumber.text(measured: deviation, error: deviation * relative)
    return subject.fitted(
      "normal:mean=\(mean),std=\(text)",
      Likelihood(dimension: evidence.count, logDensity: logDensity)
    )
  }
}
