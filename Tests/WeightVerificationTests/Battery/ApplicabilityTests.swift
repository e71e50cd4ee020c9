import Testing
import WeightInit

@testable import WeightVerification

/// Where a test is left out, and what takes nothing from the others.
@Suite struct ApplicabilityTests {
  private func normal(_ rows: Int, _ columns: Int, seed: Int) -> Case {
    var generator = TestGenerator(seed: seed)
    return Case(
      rows: rows,
      columns: columns,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: generator.normals(rows * columns, scale: 0.1)
    )
  }

  /// At 4 × 4 the limit laws of these would be wrong by factors of up to 6.
  @Test func limitLawsAreNotUsedForAFewValues() throws {
    let few = try normal(4, 4, seed: 31).report()
    for test in ["neyman", "correlation-sum", "lag-box", "lag-row", "largest-eigenvalue"] {
      #expect(few.result(test) == nil, "\(test)")
    }
    for test in ["mean", "variance", "row-direction", "column-direction", "extreme"] {
      #expect(few.result(test)?.p != nil, "\(test)")
    }
    let more = try normal(24, 24, seed: 31).report()
    #expect(more.result("neyman")?.p != nil)
    #expect(more.result("correlation-sum")?.p != nil)
    // 32 distances need 128 values each.
    #expect(more.result("lag-box")?.null.contains("4") == true)
  }

  @Test func aNeuronOfZerosLeavesNumbers() throws {
    var subject = normal(24, 40, seed: 32)
    for index in 80..<120 { subject.values[index] = 0 }
    let report = try subject.report()
    #expect(report.verdict == .inconsistent)
    for test in ["correlation-sum", "correlation-max", "largest-eigenvalue"] {
      let p = try #require(report.result(test)?.p)
      #expect(p > 0 && p <= 1, "\(test)")
    }
    // Without it the other rows correlate as they do.
    var gram = try #require(GramAccumulator(rows: 2, columns: 2, work: 1 << 20, jobs: 1))
    [3.0, 4, 0, 0].withUnsafeBufferPointer { values in
      for row in 0..<2 {
        gram.add(
          ElementRun(
            values: UnsafeBufferPointer(rebasing: values[row * 2..<row * 2 + 2]),
            row: row,
            column: 0,
            rowStep: 0,
            columnStep: 1
          )
        )
      }
    }
    let summary = gram.finish()
    #expect(summary.sumOfSquaredCosines == 0)
    #expect(abs(summary.largestEigenvalue - 25) < 1e-10)
  }

  /// Imputing the replaced entry brings its neuron's sum back to the claim; the entries that were not
  /// replaced still tell k.
  @Test func theSumOfUntouchedEntriesTellsK() throws {
    var generator = TestGenerator(seed: 33)
    let draw = generator.replacedEntry(rows: 300, fanIn: 300, k: 30)
    let subject = Case(
      rows: 300,
      columns: 300,
      law: .replacedEntry(variance: 0.9, k: 100),
      values: draw.weights,
      biases: draw.biases
    )
    let report = try subject.report()
    #expect(report.tests(.inconsistent).contains("rest-sum"))
  }

  /// Where p-values are combined by their sizes, a discrete test that returns 1 can hide the others.
  @Test func aPValueOfOneHidesNothing() {
    let without = Holm.adjusted([1e-5, 0.4, 0.6])
    let with = Holm.adjusted([1e-5, 0.4, 1])
    #expect(without[0] == with[0])
    #expect(abs(with[0] - 3e-5) < 1e-15)
  }
}
