import InitializationTheory
import Testing

@Suite("Rows with a replaced entry (RAI, RAAI)")
struct ReplacedEntryLawTests {
  @Test("One weight, k = infinity: the moments worked out by hand")
  func oneWeight() throws {
    // Two entries g, -g with Var g = variance/2; one becomes u.
    let law = try ReplacedEntryLaw(fanIn: 1, k: .infinity, variance: 0.8)
    #expect(abs(law.mean - 1.0 / 3) < 1e-15)
    #expect(abs(law.entryVariance - (0.2 + 5.0 / 36)) < 1e-15)
    #expect(abs(law.covariance + 1.0 / 9) < 1e-15)
    #expect(abs(law.rowSumVariance - (0.4 + 1.0 / 18)) < 1e-15)
    #expect(abs(law.weightRowSumVariance - law.entryVariance) < 1e-15)
    #expect(abs(law.weightRowSumMean - law.mean) < 1e-15)
  }

  @Test("Sums of a row follow from its entries", arguments: [1, 2, 64], [-0.99, 0, 1, 100])
  func rowSums(fanIn: Int, k: Double) throws {
    let law = try ReplacedEntryLaw(fanIn: fanIn, k: k, variance: 0.92)
    let f = Double(fanIn)
    let n = f + 1
    let all = n * law.entryVariance + n * (n - 1) * law.covariance
    #expect(abs(all / law.rowSumVariance - 1) < 1e-11)
    let weights = f * law.entryVariance + f * (f - 1) * law.covariance
    #expect(abs(weights / law.weightRowSumVariance - 1) < 1e-11)
    #expect(abs(law.entryVariance + law.mean * law.mean - law.secondMoment) < 1e-14)
    #expect(abs(n * law.mean - law.rowSumMean) < 1e-14)
  }

  @Test("Ten million weights: kurtosis n/(3 (variance + 1/2)²), row sums at their limits")
  func veryWide() throws {
    let law = try ReplacedEntryLaw(fanIn: 10_000_000, k: .infinity, variance: 0.9)
    #expect(abs(law.kurtosis / (1e7 / (3 * 1.4 * 1.4)) - 1) < 1e-5)
    #expect(abs(law.skewness / (0.4 / (1.4 * 1.4.squareRoot()) * 1e7.squareRoot()) - 1) < 1e-5)
    // Var = variance/n + 1/18, with nothing lost to cancellation.
    #expect(abs(law.rowSumVariance - (0.9 / 10_000_001 + 1.0 / 18)) < 1e-16)
  }

  @Test("k close to -1 stays finite and correlated")
  func strengthNearMinusOne() throws {
    let law = try ReplacedEntryLaw(fanIn: 3, k: -1 + 0x1p-40, variance: 0.9)
    #expect(law.entryVariance.isFinite && law.entryVariance > 1e10)
    // Equal entries g of unbounded variance, one of them replaced: three quarters of each entry's
    // variance is left, and one half of the pairs is untouched.
    #expect(abs(law.correlation - 2.0 / 3) < 1e-9)
    #expect(abs(law.kurtosis - 4) < 1e-9)
  }

  @Test(
    "Values out of range are refused",
    arguments: [
      (fanIn: 0, k: 1.0, variance: 1.0), (.max, 1, 1), (3, -1, 1), (3, 1, -1),
    ]
  )
  func outOfRange(fanIn: Int, k: Double, variance: Double) {
    let error = #expect(throws: TheoryError.self) {
      try ReplacedEntryLaw(fanIn: fanIn, k: k, variance: variance)
    }
    #expect(error?.code == .parameterOutOfRange)
  }
}
