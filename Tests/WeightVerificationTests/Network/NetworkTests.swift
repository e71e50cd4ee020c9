import Testing
import WeightInit

@testable import WeightVerification

@Suite struct NetworkTestsTests {
  private func network(
    _ values: [[Double]],
    law: TensorLaw = .independent(.normal(mean: 0, standardDeviation: 0.1))
  ) throws -> VerificationReport {
    var source = MemorySource()
    var claims: [TensorClaim] = []
    for (index, values) in values.enumerated() {
      source.add("w\(index)", [64, 64], values)
      claims.append(
        TensorClaim(
          tensor: "w\(index)",
          claim: "test",
          law: law,
          order: AxisOrder(logicalShape: [64, 64])
        )
      )
    }
    return try Verifier().verify(source, claims: claims)
  }

  @Test func layersThatAreCorrelatedValueByValueAreRejected() throws {
    var generator = TestGenerator(seed: 31)
    // 0.2 is 12.8 standard errors 1/64 of a correlation.
    let first = generator.normals(4096, scale: 0.1)
    let second = generator.normals(4096, scale: 0.1)
    let mixed = zip(first, second).map { 0.2 * $0 + 0.96.squareRoot() * $1 }
    let report = try network([first, generator.normals(4096, scale: 0.1), mixed])
    let result = try #require(report.network.first { $0.test == "cross-correlation" })
    #expect(result.verdict == .inconsistent)
    #expect(abs((result.statistic ?? 0) - 0.2) < 0.06)
    #expect(result.effect.contains("most alike, w0 and w2, have"))
  }

  /// Fractional moments of order 1 instead of 2 raise the variance by about 2 % at width 64: 0.88
  /// standard errors a layer, 7.9 over 80.
  @Test func aSmallErrorOfEveryLayerAddsUp() throws {
    var generator = TestGenerator(seed: 32)
    let scale = 0.1 * 1.02.squareRoot()
    let report = try network((0..<80).map { _ in generator.normals(4096, scale: scale) })
    let result = try #require(report.network.first { $0.test == "pooled-variance-equal" })
    #expect(result.verdict == .inconsistent)
    #expect(report.tensors.allSatisfy { $0.verdict != .inconsistent })
  }

  @Test func lagCorrelationIsPooled() throws {
    var generator = TestGenerator(seed: 33)
    let report = try network(
      (0..<20).map { _ in
        // An autoregression of 0.03: 1.9 standard errors a layer, 8.6 over 20.
        var previous = generator.normal()
        return (0..<4096).map { _ in
          previous = 0.03 * previous + (1 - 0.0009).squareRoot() * generator.normal()
          return 0.1 * previous
        }
      }
    )
    let result = try #require(report.network.first { $0.test == "pooled-lag-row" })
    #expect(result.verdict == .inconsistent)
  }

  @Test func anIndexThatIsNeverTheBiasShowsInManyLayers() throws {
    var generator = TestGenerator(seed: 34)
    var source = MemorySource()
    var claims: [TensorClaim] = []
    // 40 layers of 24 neurons over 8 inputs: 107 biases would be replaced, none is.
    for index in 0..<40 {
      var weights: [Double] = []
      var biases: [Double] = []
      while biases.count < 24 {
        let draw = generator.replacedEntry(rows: 1, fanIn: 8, variance: 0.01)
        // A replaced entry is far outside of what a normal one reaches.
        guard draw.weights.contains(where: { $0 > 0.3 }) else { continue }
        weights += draw.weights
        biases += draw.biases
      }
      source.add("w\(index)", [24, 8], weights)
      source.add("b\(index)", [24], biases)
      claims.append(
        TensorClaim(
          tensor: "w\(index)",
          claim: "raai",
          law: .replacedEntry(variance: 0.01, k: 100),
          order: AxisOrder(logicalShape: [24, 8]),
          bias: "b\(index)"
        )
      )
    }
    let report = try Verifier().verify(source, claims: claims)
    let result = try #require(report.network.first { $0.test == "pooled-bias-index" })
    #expect(result.verdict == .inconsistent)
    #expect((result.statistic ?? 100) < 15)
  }

  /// P(X ≤ 1) and P(X ≥ 1) of two binomials, by hand.
  @Test func theLawOfReplacedBiasesIsThatOfASum() {
    let counts = [
      BiasCount(replaced: 1, neurons: 2, probability: 0.5),
      BiasCount(replaced: 0, neurons: 1, probability: 0.25),
    ]
    let tails = NetworkTests.biasIndexTails(counts, observed: 1, expected: 1.25)
    // P(0) = 1/4 · 3/4; P(1) = 1/2 · 3/4 + 1/4 · 1/4.
    #expect(abs(tails.lower - (0.1875 + 0.4375)) < 1e-15)
    #expect(abs(tails.upper - (1 - 0.1875)) < 1e-15)
  }

  /// Of 10⁷ choices of probability 1/4 about 2 500 000 ± 1369; 4108 more are three standard
  /// deviations, of probability 0.00135.
  @Test func manyReplacedBiasesAreCountedQuickly() {
    let counts = [0, 1].map { _ in
      BiasCount(replaced: 0, neurons: 5_000_000, probability: 0.25)
    }
    let tails = NetworkTests.biasIndexTails(counts, observed: 2_504_108, expected: 2_500_000)
    #expect(abs(tails.upper - 0.001_35) < 2e-6)
    #expect(abs(tails.lower - 0.998_65) < 2e-6)
  }
}
