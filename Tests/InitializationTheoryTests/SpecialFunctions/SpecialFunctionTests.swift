import InitializationTheory
import Testing

@Suite("Special functions and distributions")
struct SpecialFunctionTests {
  @Test(
    "The golden file holds every function",
    arguments: [
      ("gammaTails", 155), ("gammaUpper", 15), ("betaTails", 93), ("betaUpper", 9),
      ("normalUpper", 20), ("normalQuantile", 24), ("fTails", 7), ("kolmogorovUpper", 17),
      ("kolmogorovSmirnovPValue", 2), ("andersonDarlingUpper", 7), ("andersonDarlingUpperExact", 5),
    ]
  )
  func goldenFileIsComplete(name: String, count: Int) {
    #expect(GoldenFile.rows(name).count == count)
  }

  @Test(
    "Incomplete gamma: both tails, shapes to 1e9, down to 1e-300",
    arguments: GoldenFile.rows("gammaTails")
  )
  func gammaTails(row: [Double]) {
    expect(IncompleteGamma.lower(shape: row[0], at: row[1]), row[2])
    expect(IncompleteGamma.upper(shape: row[0], at: row[1]), row[3])
    let chiSquare = ChiSquareDistribution(degreesOfFreedom: 2 * row[0])
    expect(chiSquare.cumulativeProbability(2 * row[1]), row[2])
    expect(chiSquare.survivalProbability(2 * row[1]), row[3])
  }

  @Test("Incomplete gamma: upper tail", arguments: GoldenFile.rows("gammaUpper"))
  func gammaUpper(row: [Double]) {
    expect(IncompleteGamma.upper(shape: row[0], at: row[1]), row[2])
  }

  @Test(
    "Incomplete beta: both tails, parameters to 1e9, down to 1e-300",
    arguments: GoldenFile.rows("betaTails")
  )
  func betaTails(row: [Double]) {
    expect(IncompleteBeta.lower(at: row[2], row[0], row[1]), row[3])
    expect(IncompleteBeta.upper(at: row[2], row[0], row[1]), row[4])
  }

  @Test("Incomplete beta: upper tail", arguments: GoldenFile.rows("betaUpper"))
  func betaUpper(row: [Double]) {
    expect(IncompleteBeta.upper(at: row[2], row[0], row[1]), row[3])
  }

  @Test("F distribution: both tails", arguments: GoldenFile.rows("fTails"))
  func fDistribution(row: [Double]) {
    let law = FDistribution(
      numeratorDegreesOfFreedom: row[0],
      denominatorDegreesOfFreedom: row[1]
    )
    expect(law.cumulativeProbability(row[2]), row[3])
    expect(law.survivalProbability(row[2]), row[4])
  }

  @Test("Standard normal: both tails", arguments: GoldenFile.rows("normalUpper"))
  func normalTails(row: [Double]) {
    expect(StandardNormal.survivalProbability(row[0]), row[1])
    expect(StandardNormal.cumulativeProbability(-row[0]), row[1])
  }

  @Test(
    "Standard normal quantile: both tails, to rounding",
    arguments: GoldenFile.rows("normalQuantile")
  )
  func normalQuantile(row: [Double]) {
    expect(StandardNormal.quantile(row[0]), row[1], within: 1e-15)
    expect(StandardNormal.quantile(upperTail: row[0]), -row[1], within: 1e-15)
  }

  @Test("Kolmogorov's limit law", arguments: GoldenFile.rows("kolmogorovUpper"))
  func kolmogorov(row: [Double]) {
    expect(KolmogorovDistribution.survivalProbability(row[0]), row[1])
  }

  @Test("Kolmogorov–Smirnov p-values", arguments: GoldenFile.rows("kolmogorovSmirnovPValue"))
  func kolmogorovSmirnov(row: [Double]) {
    let p = KolmogorovDistribution.kolmogorovSmirnovPValue(
      statistic: row[0],
      count: Int(row[1])
    )
    expect(p, row[2])
  }

  @Test(
    "Anderson–Darling: the limit law inverted from its characteristic function",
    arguments: GoldenFile.rows("andersonDarlingUpperExact")
  )
  func andersonDarling(row: [Double]) {
    expect(AndersonDarlingDistribution.survivalProbability(row[0]), row[1], within: 1e-9)
  }

  @Test(
    "Anderson–Darling: far tail, to the four digits of the reference",
    arguments: GoldenFile.rows("andersonDarlingUpper")
  )
  func andersonDarlingTail(row: [Double]) {
    expect(AndersonDarlingDistribution.survivalProbability(row[0]), row[1], within: 1e-3)
  }

  @Test("Ends of the ranges are exact")
  func ends() {
    #expect(IncompleteGamma.lower(shape: 3, at: 0) == 0)
    #expect(IncompleteGamma.upper(shape: 3, at: .infinity) == 0)
    #expect(IncompleteBeta.lower(at: 1, 2, 3) == 1)
    #expect(IncompleteBeta.upper(at: 0, 2, 3) == 1)
    #expect(ChiSquareDistribution(degreesOfFreedom: 4).survivalProbability(-1) == 1)
    let f = FDistribution(numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 5)
    #expect(f.survivalProbability(-1) == 1)
    #expect(f.survivalProbability(.infinity) == 0)
    #expect(StandardNormal.quantile(0) == -.infinity)
    #expect(StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(upperTail: 0) == .infinity)
    #expect(KolmogorovDistribution.survivalProbability(0) == 1)
    #expect(KolmogorovDistribution.survivalProbability(100) == 0)
    #expect(KolmogorovDistribution.kolmogorovSmirnovPValue(statistic: 1, count: 5) == 0)
    #expect(AndersonDarlingDistribution.survivalProbability(-1) == 1)
    #expect(AndersonDarlingDistribution.survivalProbability(.infinity) == 0)
  }

  @Test("Arguments outside the ranges give NaN")
  func invalidArguments() {
    #expect(IncompleteGamma.lower(shape: 0, at: 1).isNaN)
    #expect(IncompleteGamma.upper(shape: 1, at: -1).isNaN)
    #expect(IncompleteGamma.upper(shape: 1, at: .nan).isNaN)
    #expect(IncompleteBeta.lower(at: 1.5, 1, 1).isNaN)
    #expect(IncompleteBeta.lower(at: 0.5, 0, 1).isNaN)
    #expect(ChiSquareDistribution(degreesOfFreedom: -1).survivalProbability(1).isNaN)
    #expect(
      FDistribution(numeratorDegreesOfFreedom: 0, denominatorDegreesOfFreedom: 1)
        .survivalProbability(1).isNaN
    )
    #expect(StandardNormal.quantile(-0.1).isNaN)
    #expect(StandardNormal.quantile(.nan).isNaN)
    #expect(KolmogorovDistribution.survivalProbability(.nan).isNaN)
    #expect(KolmogorovDistribution.kolmogorovSmirnovPValue(statistic: 0.1, count: 0).isNaN)
    #expect(AndersonDarlingDistribution.survivalProbability(.nan).isNaN)
  }

  @Test(
    "The Anderson–Darling tail decays as its slowest term exp(-A²)",
    arguments: [20.0, 100, 600]
  )
  func andersonDarlingDecay(x: Double) {
    // Near u = 2 the integral is a gamma integral: sf ~ 3^(1/2) sqrt(π) / sqrt(π x) · exp(-x) …;
    // its ratio over one unit of x therefore tends to e · sqrt((x+1)/x).
    let ratio =
      AndersonDarlingDistribution.survivalProbability(x)
      / AndersonDarlingDistribution.survivalProbability(x + 1)
    let expected = 2.718281828459045 * ((x + 1) / x).squareRoot()
    #expect(abs(ratio / expected - 1) < 1 / (x * x))
  }

  /// Compares with a tolerance relative to the expected value, however small that is.
  private func expect(
    _ found: Double,
    _ expected: Double,
    within tolerance: Double = 1e-12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      abs(found - expected) <= tolerance * abs(expected),
      "found \(found), expected \(expected)",
      sourceLocation: sourceLocation
    )
  }
}
