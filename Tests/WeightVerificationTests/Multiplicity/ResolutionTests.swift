import Testing
import WeightInit
import WeightVerification

@Suite struct ResolutionTests {
  private func subject(_ size: Int, seed: Int = 41) -> Case {
    var generator = TestGenerator(seed: seed)
    return Case(
      rows: size,
      columns: size,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: generator.normals(size * size, scale: 0.1)
    )
  }

  @Test func theIntervalIsThatOfChiSquare() throws {
    // Ten values ±0.1 have Σz² = 10; the 0.5 and 99.5 percentiles of chi-square(10) are 2.15586 and
    // 25.18818.
    let report = try Case(
      rows: 10,
      columns: 1,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: (0..<10).map { $0 % 3 == 0 ? 0.1 : -0.1 },
      type: .float64
    ).report()
    let resolution = try #require(report.tensors.first?.resolution)
    #expect(abs(resolution.standardDeviationRatio - 1) < 1e-12)
    #expect(abs(resolution.lowerBound - (10 / 25.18818).squareRoot()) < 1e-6)
    #expect(abs(resolution.upperBound - (10 / 2.15586).squareRoot()) < 1e-5)
  }

  @Test func theSmallestDetectableDeviationsFollowFromTheNumberOfTests() throws {
    let report = try subject(64).report()
    let resolution = try #require(report.tensors.first?.resolution)
    // Six primary tests have 4/9 of 0.001: the two-sided normal quantile of 0.001 · 2/27 is 3.9628,
    // and 1.2816 more is exceeded in nine of ten cases.
    let size = try #require(
      resolution.detectable.first { $0.quantity == "standard-deviation" }?.size
    )
    #expect(abs(size - 5.2444 / 8192.0.squareRoot()) < 1e-5)
    let lag = try #require(resolution.detectable.first { $0.quantity == "lag-correlation" }?.size)
    #expect(abs(lag - 5.2444 / 64) < 1e-5)
    // ((2.5758 + 1)/0.01)²/2
    #expect(resolution.valuesNeeded == 63933)
  }

  /// A factor exp(5.3 √(2/m)) on 1 + k, of m neurons, however many inputs they have.
  @Test func howWellKIsKnownDependsOnNeuronsOnly() throws {
    var generator = TestGenerator(seed: 42)
    var sizes: [Double] = []
    for columns in [16, 64] {
      let report = try Case(
        rows: 128,
        columns: columns,
        law: .anticorrelated(variance: 2, k: 100),
        values: generator.anticorrelated(rows: 128, columns: columns, variance: 2, k: 100)
      ).report()
      let resolution = try #require(report.tensors.first?.resolution)
      sizes.append(
        try #require(resolution.detectable.first { $0.quantity == "common-variance" }?.size)
      )
    }
    #expect(abs(sizes[0] - sizes[1]) < 1e-9)
    // exp(5.2444 √(2/128)) = 1.9262
    #expect(abs(sizes[0] - 1.9262) < 0.001)
  }

  @Test func whatIsNotKnownWellEnoughCannotBeTold() throws {
    let small = subject(64)
    #expect(try small.report().verdict == .consistent)
    let report = try small.report(margin: 0.01)
    #expect(report.verdict == .cannotTell)
    #expect(report.tensors.first?.reason?.contains("about 63933 values are needed") == true)
    #expect(report.tensors.first?.resolution?.isWithinMargin == false)
    // 64 × 64 values know the scale to ±2.9 %.
    #expect(try small.report(margin: 0.08).verdict == .consistent)
    #expect(try subject(400).report(margin: 0.01).verdict == .consistent)
  }

  @Test func aMarginDoesNotExcuseWhatIsInconsistent() throws {
    var wrong = subject(64)
    wrong.values = wrong.values.map { $0 * 1.3 }
    #expect(try wrong.report(margin: 0.01).verdict == .inconsistent)
  }
}
