import InitializationTheory
import Testing

@Suite("Kurtosis layer by layer")
struct KurtosisRecursionTests {
  @Test("For ReLU and normal weights the kurtosis grows by 1 + 5/w, for linear ones by 1 + 2/w")
  func growth() throws {
    for width in [1, 2, 10, 1000] {
      let w = Double(width)
      #expect(abs(try KurtosisRecursion().growth(width: width) - (1 + 5 / w)) < 1e-14)
      #expect(abs(try KurtosisRecursion(slope: 1).growth(width: width) - (1 + 2 / w)) < 1e-14)
    }
  }

  @Test("Far behind, the kurtosis grows by the eigenvalue, for every kind of weights")
  func eigenvalue() throws {
    for kurtosis in [1.0, 1.8, 3] {
      let recursion = try KurtosisRecursion(slope: 0.1, weightKurtosis: kurtosis)
      let fanIns = Array(repeating: 20, count: 300)
      let before = try recursion.propagate(kurtosis: 3, covariance: 0, fanIns: fanIns)
      let after = try recursion.propagate(kurtosis: 3, covariance: 0, fanIns: fanIns + [20])
      let growth = try recursion.growth(width: 20)
      #expect(abs(after.kurtosis / before.kurtosis - growth) < 1e-12)
    }
  }

  @Test("Values out of range are refused")
  func refusals() {
    #expect(throws: TheoryError.self) { try KurtosisRecursion(weightKurtosis: 0.9) }
    #expect(throws: TheoryError.self) { try KurtosisRecursion().growth(width: 0) }
    #expect(throws: TheoryError.self) {
      try KurtosisRecursion().propagate(kurtosis: 3, covariance: 0, fanIns: [3, 0])
    }
  }
}
