internal import RealModule
internal import WeightInit

/// Anti-correlated rows of any variance, any strength, or both.
///
/// Sums of squares within rows and along (1, …, 1) are independent, so that each free parameter has a
/// maximum in closed form; its average is that of a normal law about the maximum (Laplace), over five
/// decades of variance and nine of 1 + k.
struct FittedAnticorrelated: CandidateFamily {
  private static let logStrengthRange = Double.log(9 * Double.log(10))

  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    guard case .weight = subject.role, evidence.columns > 2, evidence.rows > 1 else { return [] }
    let (rows, columns) = (Double(evidence.rows), Double(evidence.columns))
    let common = evidence.commonSquares
    let within = evidence.sumOfSquares - common
    let degrees = rows * (columns - 1)
    guard within > 0 else { return [] }
    // Variances before division by fan_in.
    let variance = within / degrees * columns
    let error = (2 / degrees).squareRoot()
    let logVarianceAverage =
      Double.log((2 * .pi).squareRoot() * error / 2) - CandidateSubject.logScaleRange
    let varianceText = RoundNumber.text(variance * (1 - error), variance * (1 + error))
    if evidence.rowSumsVanish {
      return [
        candidate(subject, variance, .infinity, logVarianceAverage) {
          "aci:k=inf,variance=\(varianceText)"
        }
      ].compactMap(\.self)
    }
    guard common > 0 else { return [] }
    let strengthError = (2 / rows).squareRoot()
    let logStrengthAverage =
      Double.log((2 * .pi).squareRoot() * strengthError) - Self.logStrengthRange
    func strength(_ variance: Double) -> (k: Double, text: String) {
      let ratio = variance / columns * rows / common
      return (
        ratio - 1,
        RoundNumber.text(ratio * (1 - strengthError) - 1, ratio * (1 + strengthError) - 1)
      )
    }
    let free = strength(variance)
    let usual = strength(2)
    // Variance of all entries with k = 100, the usual strength.
    let scaled = (within + 101 * common) / rows
    let scaledText = RoundNumber.text(scaled * (1 - error), scaled * (1 + error))
    return [
      candidate(subject, 2, usual.k, logStrengthAverage) { "aci:k=\(usual.text)" },
      candidate(subject, scaled, 100, logVarianceAverage) { "aci:variance=\(scaledText)" },
      candidate(subject, variance, free.k, logVarianceAverage + logStrengthAverage) {
        "aci:k=\(free.text),variance=\(varianceText)"
      },
    ].compactMap(\.self)
  }

  private func candidate(
    _ subject: CandidateSubject,
    _ variance: Double,
    _ k: Double,
    _ logAverage: Double,
    claim: () -> String
  ) -> Candidate? {
    guard k > -1, variance > 0,
      var likelihood = TensorLaw.anticorrelated(variance: variance, k: k)
        .likelihood(of: subject.evidence)
    else { return nil }
    likelihood.logDensity += logAverage
    return subject.fitted(claim(), likelihood)
  }
}
