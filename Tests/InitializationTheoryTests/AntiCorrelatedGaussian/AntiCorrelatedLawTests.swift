import InitializationTheory
import Testing

@Suite("Anti-correlated Gaussian rows")
struct AntiCorrelatedLawTests {
  @Test(
    "The covariance matrix has the stated eigenvalues, so its entries add up to the row sum",
    arguments: [1, 2, 7, 10_000_000],
    [-0.999, -0.5, 0, 1, 100]
  )
  func rowSum(fanIn: Int, k: Double) throws {
    let law = try AntiCorrelatedLaw(fanIn: fanIn, k: k, variance: 2)
    let n = Double(fanIn)
    let sum = n * law.entryVariance + n * (n - 1) * law.covariance
    #expect(abs(sum / law.rowSumVariance - 1) < 1e-12 * (2 + abs(k)))
    // The other eigenvalue, variance/n, is the difference of diagonal and off-diagonal.
    #expect(abs((law.entryVariance - law.covariance) * n / 2 - 1) < 1e-12)
  }

  @Test("k = infinity: row sums vanish and the correlation is -1/(n-1)")
  func infiniteStrength() throws {
    let law = try AntiCorrelatedLaw(fanIn: 5, k: .infinity)
    #expect(law.rowSumVariance == 0)
    #expect(law.correlation == -0.25)
    #expect(law.rankOneCoefficient == 1)
    let single = try AntiCorrelatedLaw(fanIn: 1, k: .infinity)
    #expect(single.entryVariance == 0)
    #expect(single.correlation.isNaN)
  }

  @Test("k close to -1: nearly equal entries of unbounded variance")
  func strengthNearMinusOne() throws {
    let k = -1 + 0x1p-40
    let law = try AntiCorrelatedLaw(fanIn: 4, k: k, variance: 2)
    #expect(law.rowSumVariance == 0x1p41)
    // c = 1 - 2^20; entries have variance (2/4)(1 + (2^40 - 1)/4).
    #expect(abs(law.rankOneCoefficient - (1 - 0x1p20)) < 1e-9)
    #expect(abs(law.entryVariance / (0.5 + (0x1p40 - 1) / 8) - 1) < 1e-14)
    #expect(law.correlation > 1 - 1e-11 && law.correlation < 1)
  }

  @Test("k = 0: independent entries")
  func independent() throws {
    let law = try AntiCorrelatedLaw(fanIn: 8, k: 0)
    #expect(law.entryVariance == 0.25)
    #expect(law.covariance.sign == .plus && law.covariance == 0)
    #expect(law.correlation == 0)
    #expect(law.rankOneCoefficient == 0)
  }

  @Test(
    "Values out of range are refused",
    arguments: [
      (fanIn: 0, k: 1.0, variance: 1.0), (3, -1, 1), (3, -2, 1), (3, .nan, 1), (3, 1, 0),
      (3, 1, .infinity),
    ]
  )
  func outOfRange(fanIn: Int, k: Double, variance: Double) {
    let error = #expect(throws: TheoryError.self) {
      try AntiCorrelatedLaw(fanIn: fanIn, k: k, variance: variance)
    }
    #expect(error?.code == .parameterOutOfRange)
  }
}
