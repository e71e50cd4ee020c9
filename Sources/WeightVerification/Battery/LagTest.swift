internal import InitializationTheory

/// `lag-row`, `lag-column` and `volatility`: the circular correlation of neighbours.
///
/// r² is Beta(1/2, (N + 1)/2), with the first two moments exact. `volatility` takes the normal scores
/// of |z|, and so sees values whose size depends on that of their neighbours.
///
/// Source: Dixon 1944, "Further contributions to the problem of serial correlation".
struct LagTest: BatteryTest {
  enum Kind: String { case row = "lag-row", column = "lag-column", volatility }
  private let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  var name: String { kind.rawValue }
  var isPooled: Bool { kind == .row }

  func result(for sums: NormalSums) -> TestResult? {
    let found: NormalSums.Lag? =
      switch kind {
      case .row: sums.rowLag
      case .column: sums.columnLag
      case .volatility: sums.volatility
      }
    guard let lag = found, lag.squares > 0 else { return nil }
    let r = lag.correlation
    let subject =
      switch kind {
      case .row: "neighbouring weights of a neuron"
      case .column: "weights of neighbouring neurons"
      case .volatility: "the sizes of neighbouring weights"
      }
    // 99 % of correct tensors lie within this.
    let resolution = 2.576 / Double(lag.count).squareRoot()
    return TestResult(
      statistical: name,
      statistic: r,
      null: "±√Beta(1/2, \((Double(lag.count) + 1) / 2))",
      p: PValue(IncompleteBeta.upper(at: min(1, r * r), 0.5, (Double(lag.count) + 1) / 2)),
      effect: """
        \(subject) have the correlation \(EffectText.number(r)) \
        (chance alone: ±\(EffectText.number(resolution)))
        """
    )
  }
}

/// `lag-box`: (N + 2) Σ r_h² over the distances from 2 to at most 33 is chi-square, nearly.
///
/// Source: Box & Pierce 1970, with the variance of a circular correlation.
struct LagBoxTest: BatteryTest {
  let name = "lag-box"
  let isPooled = false

  func result(for sums: NormalSums) -> TestResult? {
    guard let box = sums.lagBox else { return nil }
    let degrees = Double(box.degreesOfFreedom)
    let law = ChiSquareDistribution(degreesOfFreedom: degrees)
    let extent = box.count == sums.count ? "" : ", of the first \(box.count) values"
    return TestResult(
      statistical: name,
      statistic: box.value,
      null: "chi-square(\(box.degreesOfFreedom)), nearly\(extent)",
      p: PValue(law.survivalProbability(box.value)),
      effect: """
        weights 2 to \(box.degreesOfFreedom + 1) places apart in storage are correlated \
        \(EffectText.number(box.value / degrees)) times as strongly as by chance
        """
    )
  }
}
