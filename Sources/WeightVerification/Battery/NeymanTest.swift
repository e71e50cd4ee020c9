internal import InitializationTheory

/// `neyman`: the sum of squares of the first eight normalised Legendre components of the
/// distribution.
///
/// Its law is a gamma distribution of the exact mean 8 and variance 16 + (E|φ|⁴ − 80)/N, with
/// E|φ|⁴ = 126.226… for the eight polynomials.
///
/// Source: Neyman 1937, "Smooth test for goodness of fit".
struct NeymanTest: BatteryTest {
  let name = "neyman"
  let isPooled = false
  private static let leastCount = 128
  /// E(Σ φ_k²)² over the uniform law, φ_k the normalised Legendre polynomials of degree 1 to 8.
  static let fourthMoment = 126.226_264_578_220_72

  func result(for sums: NormalSums) -> TestResult? {
    guard let legendre = sums.legendre, sums.count >= Self.leastCount else { return nil }
    let n = Double(sums.count)
    var (statistic, worst, degree) = (0.0, 0.0, 1)
    for (index, sum) in legendre.enumerated() {
      let square = Double(2 * index + 3) * sum * sum / n
      statistic += square
      if square > worst { (worst, degree) = (square, index + 1) }
    }
    let variance = 16 + (Self.fourthMoment - 80) / n
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "gamma of mean 8 and variance \(EffectText.number(variance))",
      p: PValue(
        IncompleteGamma.upper(shape: 64 / variance, at: max(0, statistic) * 8 / variance)
      ),
      effect: """
        the shape of the distribution differs from the claim most in the component of degree \
        \(degree), by \(EffectText.number(worst.squareRoot())) standard errors
        """
    )
  }
}
