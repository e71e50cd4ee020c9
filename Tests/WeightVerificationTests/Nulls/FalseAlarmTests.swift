import Testing
import WeightInit
import WeightVerification

/// Draws that follow a claim must give uniform p-values.
///
/// For each law and test 300 fixed seeds are counted. Limits: p < 0.01 at most 14 times (chance of
/// more: 7e-7), p < 0.1 at most 57 times (4e-7), p < 0.5 at most 193 times (3e-7); there are about
/// 1700 counts, so that a correct verifier would miss a limit for one choice of seeds in 1200.
@Suite struct FalseAlarmTests {
  static let seedCount = 300

  struct Law: CustomTestStringConvertible, Sendable {
    var name: String
    var draw: @Sendable (inout TestGenerator) -> Case
    var testDescription: String { name }
  }

  static let laws: [Law] = [
    Law(name: "normal") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.normal(mean: 0.1, standardDeviation: 0.3)),
        values: generator.normals(192, scale: 0.3).map { $0 + 0.1 }
      )
    },
    Law(name: "normal in bfloat16") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.normal(mean: 0, standardDeviation: 0.3)),
        values: generator.normals(192, scale: 0.3),
        type: .bfloat16
      )
    },
    Law(name: "normal, stored transposed, in float16") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.normal(mean: 0, standardDeviation: 0.3)),
        values: generator.normals(192, scale: 0.3),
        type: .float16,
        isTransposed: true
      )
    },
    Law(name: "uniform") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.uniform(low: -0.3, high: 0.3)),
        values: (0..<192).map { _ in 0.6 * generator.uniform() - 0.3 }
      )
    },
    // Jitter within cells would push values beyond the ends.
    Law(name: "uniform in bfloat16") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.uniform(low: -0.3, high: 0.3)),
        values: (0..<192).map { _ in 0.6 * generator.uniform() - 0.3 },
        type: .bfloat16
      )
    },
    Law(name: "truncated normal in bfloat16") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(
          .truncatedNormal(mean: 0, standardDeviation: 0.3, lower: -2, upper: 2)
        ),
        values: (0..<192).map { _ in
          var value = generator.normal()
          while abs(value) > 2 { value = generator.normal() }
          return 0.3 * value
        },
        type: .bfloat16
      )
    },
    // The smallest sizes, at which limit laws of many values would give false alarms.
    Law(name: "four by four") { generator in
      Case(
        rows: 4,
        columns: 4,
        law: .independent(.normal(mean: 0, standardDeviation: 0.3)),
        values: generator.normals(16, scale: 0.3)
      )
    },
    Law(name: "uniform in float64") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(.uniform(low: -0.3, high: 0.3)),
        values: (0..<192).map { _ in 0.6 * generator.uniform() - 0.3 },
        type: .float64
      )
    },
    Law(name: "discrete") { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .independent(
          .discrete(values: [-0.2, 0, 0.1], probabilities: [0.25, 0.25, 0.5])
        ),
        values: (0..<192).map { _ in
          let uniform = generator.uniform()
          return uniform < 0.25 ? -0.2 : uniform < 0.5 ? 0 : 0.1
        }
      )
    },
    Law(name: "small bias") { generator in
      Case(
        rows: 16,
        columns: 1,
        law: .independent(.normal(mean: 0, standardDeviation: 0.3)),
        values: generator.normals(16, scale: 0.3)
      )
    },
    anticorrelated("anti-correlated", k: 100),
    anticorrelated("positively correlated", k: -0.9),
    anticorrelated("anti-correlated without limit", k: .infinity),
    anticorrelated("anti-correlated in bfloat16", k: 100, type: .bfloat16),
    anticorrelated("anti-correlated, stored transposed", k: 100, isTransposed: true),
    replacedEntry("RAAI", k: 100),
    replacedEntry("RAI", k: 0),
    replacedEntry("RAAI without limit", k: .infinity),
    // A replaced entry may be rounded to exactly 1.
    replacedEntry("RAAI in float16", k: 100, type: .float16),
    replacedEntry("RAAI in bfloat16", k: 100, type: .bfloat16),
    replacedEntry("RAAI without bias", k: 100, hasBias: false),
    replacedEntry("RAAI without bias or limit", k: .infinity, hasBias: false),
    sparse("sparse neurons", per: .neuron),
    sparse("sparse neurons, stored transposed", per: .neuron, isTransposed: true),
    sparse("sparse inputs", per: .input),
    // One in 400 of the entries that are not zero is rounded to zero.
    sparse("sparse neurons in float16", per: .neuron, scale: 1e-5, type: .float16),
    orthogonal("orthogonal, square", 12, 12),
    orthogonal("orthogonal rows", 8, 20),
    orthogonal("orthogonal columns", 20, 8),
    orthogonal("orthogonal in bfloat16", 12, 12, type: .bfloat16),
    // Entries and projections may be rounded to 1 and beyond.
    orthogonal("few orthogonal rows in bfloat16", 3, 4, type: .bfloat16),
    orthogonal("one row of two in bfloat16", 1, 2, type: .bfloat16),
  ]

  static func anticorrelated(
    _ name: String,
    k: Double,
    type: ElementType = .float32,
    isTransposed: Bool = false
  ) -> Law {
    Law(name: name) { generator in
      Case(
        rows: 16,
        columns: 12,
        law: .anticorrelated(variance: 2, k: k),
        values: generator.anticorrelated(rows: 16, columns: 12, variance: 2, k: k),
        type: type,
        isTransposed: isTransposed
      )
    }
  }

  static func replacedEntry(
    _ name: String,
    k: Double,
    type: ElementType = .float32,
    hasBias: Bool = true
  ) -> Law {
    Law(name: name) { generator in
      let draw = generator.replacedEntry(rows: 40, fanIn: 12, k: k)
      return Case(
        rows: 40,
        columns: 12,
        law: .replacedEntry(variance: 0.9, k: k),
        values: draw.weights,
        type: type,
        biases: hasBias ? draw.biases : nil
      )
    }
  }

  static func sparse(
    _ name: String,
    per line: SparsityLine,
    scale: Double = 0.01,
    type: ElementType = .float32,
    isTransposed: Bool = false
  ) -> Law {
    Law(name: name) { generator in
      Case(
        rows: 60,
        columns: 40,
        law: .sparse(zeroCount: 24, per: line, standardDeviation: scale),
        values: generator.sparse(rows: 60, columns: 40, zeroCount: 24, per: line, scale: scale),
        type: type,
        isTransposed: isTransposed
      )
    }
  }

  static func orthogonal(
    _ name: String,
    _ rows: Int,
    _ columns: Int,
    type: ElementType = .float32
  ) -> Law {
    Law(name: name) { generator in
      Case(
        rows: rows,
        columns: columns,
        law: .orthogonal(gain: 1.4),
        values: generator.orthogonal(rows: rows, columns: columns, gain: 1.4),
        type: type
      )
    }
  }

  @Test(arguments: laws)
  func correctDrawsGiveUniformPValues(law: Law) throws {
    var pValues: [String: [Double]] = [:]
    for seed in 1...Self.seedCount {
      var generator = TestGenerator(seed: seed)
      let report = try law.draw(&generator).report()
      for result in try #require(report.tensors.first).tests {
        if let p = result.p {
          pValues[result.test, default: []].append(p)
        } else {
          #expect(result.verdict == .consistent, "seed \(seed): \(result.test): \(result.effect)")
        }
      }
    }
    #expect(!pValues.isEmpty)
    for (test, values) in pValues {
      #expect(values.count { $0 < 0.01 } <= 14, "\(test)")
      #expect(values.count { $0 < 0.1 } <= 57, "\(test)")
      #expect(values.count { $0 < 0.5 } <= 193, "\(test)")
    }
  }

  /// `distribution` is the only test that looks at far more values than fit the counts above.
  @Test(arguments: [ElementType.float32, .float16, .bfloat16])
  func aLargeCorrectTensorOfAnElementTypeIsNotRejected(type: ElementType) throws {
    var generator = TestGenerator(seed: 5)
    let report = try Case(
      rows: 300,
      columns: 400,
      law: .independent(.normal(mean: 0, standardDeviation: 0.05)),
      values: generator.normals(120_000, scale: 0.05),
      type: type
    ).report()
    #expect(report.verdict == .consistent)
    #expect(report.result("distribution")?.p != nil)
  }
}
