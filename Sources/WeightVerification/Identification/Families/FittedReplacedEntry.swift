internal import RealModule
internal import WeightInit

/// Rows with a replaced entry, of any variance and strength, or any strength alone: what expectation and
/// maximisation found.
///
/// Averages over free parameters are those of a normal law about the maximum (Laplace), over five decades
/// of variance and nine of 1 + k.
struct FittedReplacedEntry: CandidateFamily {
  /// The variance of `raai` where nobody says another.
  private static let usualVariance = 0.9

  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let (rows, columns) = (Double(evidence.rows), Double(evidence.columns))
    let error = (2 / (rows * max(1, columns - 1))).squareRoot()
    return evidence.fittedReplacedEntries.flatMap { fit in
      let variance = fit.parameters.variance
      let text = RoundNumber.text(variance * (1 - error), variance * (1 + error))
      let logDensity =
        fit.logDensity + Double.log((2 * .pi).squareRoot() * error / 2)
        - CandidateSubject.logScaleRange
      func candidate(_ claim: String, _ logDensity: Double) -> Candidate? {
        subject.fitted(
          claim,
          Likelihood(dimension: evidence.count, logDensity: logDensity)
        )
      }
      guard fit.parameters.k != 0 else {
        return [candidate("rai:variance=\(text)", logDensity)].compactMap(\.self)
      }
      let strength = strength(fit.parameters.k, rows, columns)
      let distance = (variance / Self.usualVariance - 1) / error
      return [
        candidate(
          "raai:k=\(strength.text),variance=\(text)",
          logDensity + strength.logAverage
        ),
        candidate(
          "raai:k=\(strength.text)",
          fit.logDensity - distance * distance / 2 + strength.logAverage
        ),
      ].compactMap(\.self)
    }
  }

  /// How well rows tell k: the sum of the d entries of a row that are not replaced has a variance
  /// in proportion to 2 + d/(1 + k), of which their number gives the relative error √(2/rows).
  private func strength(
    _ k: Double,
    _ rows: Double,
    _ columns: Double
  ) -> (text: String, logAverage: Double) {
    // Beyond the strongest that rows can tell, one is like another.
    guard k < 1e5 else { return ("inf", -Double.log(9 * Double.log(10))) }
    let untouched = max(1, columns - 1)
    let error = min(1, (2 / rows).squareRoot() * (1 + 2 * (1 + k) / untouched))
    let text = RoundNumber.text(
      (1 + k) * Double.exp(-error) - 1,
      (1 + k) * Double.exp(error) - 1
    )
    return (text, Double.log((2 * .pi).squareRoot() * error) - Double.log(9 * Double.log(10)))
  }
}
