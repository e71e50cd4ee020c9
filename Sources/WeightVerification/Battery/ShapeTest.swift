internal import InitializationTheory

/// `skewness` and `kurtosis`: √(2k+1) Σ P_k(2Φ(z) − 1)/√N for the Legendre polynomials of degree 3
/// and 4.
///
/// The terms are bounded, uncorrelated and have mean 0 and variance 1, so that the statistic is
/// N(0, 1) up to the central limit theorem, unlike the heavy-tailed third and fourth moments.
struct ShapeTest: BatteryTest {
  enum Shape: String { case skewness, kurtosis }
  private let shape: Shape
  let isPooled = true
  /// Below, the limit is not reached in the tails.
  private static let leastCount = 16

  init(_ shape: Shape) { self.shape = shape }

  var name: String { shape.rawValue }

  func result(for sums: NormalSums) -> TestResult? {
    guard sums.count >= Self.leastCount,
      let sum = sums.legendre?[shape == .skewness ? 2 : 3]
    else { return nil }
    let factor = shape == .skewness ? 7.0 : 9.0
    let statistic = (factor / Double(sums.count)).squareRoot() * sum
    let effect: String
    switch shape {
    case .skewness:
      effect =
        "measured on the claimed scale, values lean to the \(statistic > 0 ? "right" : "left")"
    case .kurtosis:
      effect = "measured on the claimed scale, \(statistic > 0 ? "more" : "fewer") values are large"
    }
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "N(0, 1), asymptotically",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: "\(effect) by \(EffectText.number(abs(statistic))) standard errors"
    )
  }
}
