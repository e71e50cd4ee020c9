internal import InitializationTheory
internal import RealModule
internal import WeightInit

/// Normal entries of any scale that is truncated at two of its deviations.
///
/// The scale σ of the normal is uniform in its logarithm over five decades above A/2, A the largest
/// magnitude: the average of σ^(−N) exp(−Σw²/(2σ²)) is ½ (2/Σw²)^(N/2) γ(N/2, 2Σw²/A²)/(5 ln 10), γ
/// the lower incomplete gamma function.
struct FittedTruncatedNormal: CandidateFamily {
  /// The standard deviation of a standard normal between −2 and 2.
  static let deviation = 0.87962566103423978

  func candidates(for subject: CandidateSubject) -> [Candidate] {
    let evidence = subject.evidence
    let count = Double(evidence.count)
    guard evidence.count > 2, evidence.extreme > 0 else { return [] }
    // The likelihood falls with the bound from its least value on, with a rate of 0.226 N.
    let bound = RoundedEdge(
      outermost: evidence.extreme,
      count: evidence.countAtExtreme,
      rate: 0.226 * count / evidence.extreme,
      grid: evidence.grid
    )
    guard let law = TruncatedNormal(lower: -2, upper: 2),
      let logGamma = Self.logLowerGamma(
        count / 2,
        2 * evidence.sumOfSquares / (bound.place * bound.place)
      )
    else { return [] }
    let logDensity =
      -Double.log(2) + count / 2 * Double.log(2 / evidence.sumOfSquares) + logGamma
      - count * (0.5 * Double.log(2 * .pi) + Double.log(law.probability))
      - CandidateSubject.logScaleRange
      // The average is that of a bound from this place on.
      + bound.logShare + Double.log(bound.width * 0.226 * count / evidence.extreme)
    let (least, greatest) = (bound.range.lowerBound / 2, bound.range.upperBound / 2)
    let plain = RoundNumber.text(least, greatest)
    let corrected = RoundNumber.text(least * Self.deviation, greatest * Self.deviation)
    let claim =
      corrected.count < plain.count
      ? "truncated-normal:std=\(corrected),corrected=true" : "truncated-normal:std=\(plain)"
    return [
      subject.fitted(claim, Likelihood(dimension: evidence.count, logDensity: logDensity))
    ].compactMap(\.self)
  }

  /// log γ(a, x), by the series of ascending powers below x = a and from the regularised function
  /// around it; `nil` far above, where nothing is truncated.
  static func logLowerGamma(_ a: Double, _ x: Double) -> Double? {
    guard x > 0 else { return nil }
    if x < a {
      var (term, sum, divisor) = (1 / a, 1 / a, a)
      for _ in 0..<100_000 where term > sum * 1e-17 {
        divisor += 1
        term *= x / divisor
        sum += term
      }
      return a * Double.log(x) - x + Double.log(sum)
    }
    let probability = IncompleteGamma.lower(shape: a, at: x)
    return probability > 0 ? Double.logGamma(a) + Double.log(probability) : nil
  }
}
