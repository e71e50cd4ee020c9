internal import RealModule
internal import WeightInit

/// Rows with a replaced entry, of any variance and strength: what expectation and maximisation found.
struct FittedReplacedEntry: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let (rows, columns) = (Double(evidence.rows), Double(evidence.columns))
    return evidence.fittedReplacedEntries.compactMap { fit in
      let error = (2 / (rows * max(1, columns - 1))).squareRoot()
      let variance = fit.parameters.variance
      let varianceText = RoundNumber.text(variance * (1 - error), variance * (1 + error))
      var logAverage =
        Double.log((2 * .pi).squareRoot() * error / 2) - CandidateSubject.logScaleRange
      var claim = "rai:variance=\(varianceText)"
      if fit.parameters.k != 0 {
        let strengthError = (2 / rows).squareRoot()
        let ratio = 1 + fit.parameters.k
        let text = RoundNumber.text(
          ratio * (1 - strengthError) - 1,
          ratio * (1 + strengthError) - 1
        )
        claim = "raai:k=\(text),variance=\(varianceText)"
        logAverage +=
          Double.log((2 * .pi).squareRoot() * strengthError) - Double.log(9 * Double.log(10))
      }
      return subject.fitted(
        claim,
        Likelihood(dimension: evidence.count, logDensity: fit.logDensity + logAverage)
      )
    }
  }
}
