import Testing
import WeightInit
import WeightVerification

/// Copies and draws from one random stream.
///
/// They are found exactly, without a p-value.
@Suite struct RepetitionTests {
  private func report(
    _ tensors: [(name: String, shape: [Int], values: [Double], type: ElementType)],
    law: TensorLaw = .independent(.normal(mean: 0, standardDeviation: 0.1))
  ) throws -> VerificationReport {
    var source = MemorySource()
    var claims: [TensorClaim] = []
    for tensor in tensors {
      source.add(tensor.name, tensor.shape, tensor.values, as: tensor.type)
      claims.append(
        TensorClaim(
          tensor: tensor.name,
          claim: "test",
          law: law,
          order: AxisOrder(logicalShape: tensor.shape)
        )
      )
    }
    return try Verifier().verify(source, claims: claims)
  }

  private func rule(_ report: VerificationReport, _ tensor: Int) throws -> TestResult {
    try #require(report.tensors[tensor].tests.first { $0.test == "random-stream" })
  }

  /// How a layer repeats another of 40 × 50 normal values.
  struct Copy: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var shape: [Int]
    var type = ElementType.float32
    var make: @Sendable ([Double], inout TestGenerator) -> [Double]
  }

  static let copies: [Copy] = [
    Copy(testDescription: "copied", shape: [40, 50]) { values, _ in values },
    Copy(testDescription: "negated", shape: [40, 50]) { values, _ in values.map { -$0 } },
    Copy(testDescription: "rescaled, in bfloat16", shape: [40, 50], type: .bfloat16) { values, _ in
      values.map { $0 * 1.7 }
    },
    Copy(testDescription: "the same seed, another shape", shape: [30, 10]) { values, _ in
      Array(values.prefix(300))
    },
    Copy(testDescription: "shifted by 77", shape: [40, 50]) { values, generator in
      values.dropFirst(77) + generator.normals(77, scale: 0.1)
    },
    Copy(testDescription: "a small part of it", shape: [8, 11]) { values, _ in
      Array(values[1003..<1091])
    },
  ]

  @Test(arguments: copies)
  func aLayerThatRepeatsAnotherIsRejected(copy: Copy) throws {
    var generator = TestGenerator(seed: 21)
    let values = generator.normals(2000, scale: 0.1)
    let report = try report([
      ("a", [40, 50], values, .float32),
      ("b", copy.shape, copy.make(values, &generator), copy.type),
      ("c", [40, 50], generator.normals(2000, scale: 0.1), .float32),
    ])
    #expect(try rule(report, 0).verdict == .inconsistent)
    #expect(try rule(report, 1).verdict == .inconsistent)
    #expect(try rule(report, 2).verdict == .consistent)
    #expect(try rule(report, 1).effect.contains("those of a from"))
    #expect(report.verdict == .inconsistent)
  }

  /// Where there are many signs only some of their words are looked up.
  @Test(arguments: [(300, 600), (2100, 2400)])
  func aStretchIsFoundAmongManySigns(width: Int, length: Int) throws {
    var generator = TestGenerator(seed: 27)
    let first = generator.normals(width * width, scale: 0.1)
    var second = generator.normals(width * width, scale: 0.1)
    let start = width * width / 2 + 17
    for index in 0..<length { second[start + 1001 + index] = -first[start + index] }
    let report = try report([
      ("a", [width, width], first, .float32), ("b", [width, width], second, .float32),
    ])
    for tensor in [0, 1] { #expect(try rule(report, tensor).verdict == .inconsistent) }
    #expect(try rule(report, 1).effect.contains("from number \(start + 1001) on"))
    #expect(
      try rule(report, 1).effect.contains("the opposite of those of a from number \(start) on")
    )
  }

  @Test func aLayerThatRepeatsItselfIsRejected() throws {
    var generator = TestGenerator(seed: 22)
    let half = generator.normals(1000, scale: 0.1)
    let report = try report([("a", [40, 50], half + half, .float32)])
    #expect(try rule(report, 0).effect.contains("those of a from"))
    #expect(try rule(report, 0).verdict == .inconsistent)
  }

  /// The Gram matrix of the shorter side does not see neurons when there are more of them than
  /// inputs.
  @Test(arguments: [[60, 20], [20, 60]], [1.0, -1.0])
  func aDuplicatedNeuronIsSeenInEveryShape(shape: [Int], sign: Double) throws {
    var generator = TestGenerator(seed: 23)
    var values = generator.normals(1200, scale: 0.1)
    let columns = shape[1]
    for column in 0..<columns { values[7 * columns + column] = sign * values[3 * columns + column] }
    for isTransposed in [false, true] {
      let report = try Case(
        rows: shape[0],
        columns: columns,
        law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
        values: values,
        isTransposed: isTransposed
      ).report()
      let result = try #require(report.result("repeated-neurons"))
      #expect(result.verdict == .inconsistent)
      #expect(result.statistic == 1)
      #expect(result.effect.contains("7 repeats 3"))
      #expect(result.effect.contains("opposite") == (sign < 0))
      #expect(report.result("repeated-columns")?.verdict == .consistent)
    }
  }

  @Test func aDuplicatedColumnIsRejected() throws {
    var generator = TestGenerator(seed: 24)
    var values = generator.normals(1200, scale: 0.1)
    for row in 0..<60 { values[row * 20 + 5] = values[row * 20 + 11] }
    let report = try Case(
      rows: 60,
      columns: 20,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: values
    ).report()
    #expect(report.tests(.inconsistent).contains("repeated-columns"))
    #expect(report.result("repeated-neurons")?.verdict == .consistent)
  }

  @Test func mirroredBlocksAndDiscreteValuesMayRepeat() throws {
    var generator = TestGenerator(seed: 25)
    let block = generator.normals(400, scale: 0.1)
    var mirrored: [Double] = []
    for row in 0..<40 {
      for column in 0..<40 {
        let value = block[row % 20 * 20 + column % 20]
        mirrored.append((row < 20) == (column < 20) ? value : -value)
      }
    }
    let normal = TensorLaw.independent(.normal(mean: 0, standardDeviation: 0.1))
    let report = try report(
      [("a", [40, 40], mirrored, .float32)],
      law: .mirrored(
        submatrix: normal,
        rows: true,
        columns: true,
        channelLength: 1,
        leftover: nil
      )
    )
    #expect(report.verdict == .consistent)
    #expect(try rule(report, 0).verdict == .consistent)
    let few: [Double] = (0..<64).map { $0 % 3 == 0 ? 0.1 : -0.1 }
    let signs = try self.report(
      [("a", [8, 8], few, .float32)],
      law: .independent(.discrete(values: [-0.1, 0.1], probabilities: [0.5, 0.5]))
    )
    #expect(signs.result("random-stream") == nil)
    #expect(signs.result("repeated-neurons") == nil)
  }

  /// A law under which rows may not repeat, with a draw of 60 × 100 from it.
  struct Kind: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var law: TensorLaw
    var make: @Sendable (inout TestGenerator) -> [Double]
  }

  static let kinds: [Kind] = [
    Kind(
      testDescription: "truncated normal",
      law: .independent(
        .truncatedNormal(mean: 0, standardDeviation: 0.1, lower: -2, upper: 2)
      )
    ) { generator in
      (0..<6000).map { _ in
        var value = 3.0
        while abs(value) > 2 { value = generator.normals(1, scale: 1)[0] }
        return value * 0.1
      }
    },
    Kind(
      testDescription: "truncated normal on one side",
      law: .independent(
        .truncatedNormal(mean: 1, standardDeviation: 0.1, lower: 0, upper: .infinity)
      )
    ) { generator in generator.normals(6000, scale: 0.1).map { 1 + abs($0) } },
    Kind(
      testDescription: "sparse into neurons",
      law: .sparse(zeroCount: 70, per: .neuron, standardDeviation: 0.1)
    ) { generator in
      generator.sparse(rows: 60, columns: 100, zeroCount: 70, per: .neuron, scale: 0.1)
    },
    Kind(
      testDescription: "sparse out of inputs",
      law: .sparse(zeroCount: 20, per: .input, standardDeviation: 0.1)
    ) { generator in
      generator.sparse(rows: 60, columns: 100, zeroCount: 20, per: .input, scale: 0.1)
    },
    Kind(
      testDescription: "two values",
      law: .independent(.discrete(values: [-0.1, 0.1], probabilities: [0.5, 0.5]))
    ) { generator in generator.normals(6000, scale: 1).map { $0 < 0 ? -0.1 : 0.1 } },
    Kind(
      testDescription: "two matrices",
      law: .stacked([
        LawBlock(rows: 30, law: .independent(.normal(mean: 0, standardDeviation: 0.1))),
        LawBlock(rows: 30, law: .anticorrelated(variance: 1, k: 0)),
      ])
    ) { generator in generator.normals(6000, scale: 0.1) },
  ]

  @Test(arguments: kinds, [false, true])
  func aRepeatedNeuronIsSeenUnderEveryLawThatHasRandomOnes(kind: Kind, isRepeated: Bool) throws {
    var generator = TestGenerator(seed: 27)
    var values = kind.make(&generator)
    if isRepeated { for column in 0..<100 { values[4500 + column] = values[1200 + column] } }
    let report = try Case(rows: 60, columns: 100, law: kind.law, values: values).report()
    let rule = try #require(report.result("repeated-neurons"))
    #expect(rule.verdict == (isRepeated ? .inconsistent : .consistent))
    if isRepeated {
      #expect(rule.effect.contains("45 repeats 12"))
      #expect(report.verdict == .inconsistent)
    } else {
      #expect(report.result("random-stream")?.verdict == .consistent)
    }
  }

  @Test(arguments: kinds)
  func aCopyIsSeenUnderEveryLawThatHasRandomSigns(kind: Kind) throws {
    var generator = TestGenerator(seed: 28)
    let (first, other) = (kind.make(&generator), kind.make(&generator))
    let copied = try report(
      [("a", [60, 100], first, .float32), ("b", [60, 100], first, .bfloat16)],
      law: kind.law
    )
    #expect(try rule(copied, 0).verdict == .inconsistent)
    #expect(try rule(copied, 1).verdict == .inconsistent)
    let independent = try report(
      [("a", [60, 100], first, .float32), ("b", [60, 100], other, .float32)],
      law: kind.law
    )
    #expect(try rule(independent, 0).verdict == .consistent)
  }

  @Test func neuronsOfFewWeightsThatAreNotZeroMayRepeat() throws {
    var generator = TestGenerator(seed: 29)
    for (zeroCount, line) in [(93, SparsityLine.neuron), (50, .input)] {
      let report = try Case(
        rows: 60,
        columns: 100,
        law: .sparse(zeroCount: zeroCount, per: line, standardDeviation: 0.1),
        values: generator.sparse(
          rows: 60,
          columns: 100,
          zeroCount: zeroCount,
          per: line,
          scale: 0.1
        )
      ).report()
      #expect(report.result("repeated-neurons") == nil)
    }
  }

  @Test func independentLayersShareNothing() throws {
    var generator = TestGenerator(seed: 26)
    let report = try report(
      (0..<30).map { ("w\($0)", [30, 40], generator.normals(1200, scale: 0.1), .float32) }
    )
    for result in report.tensors.flatMap(\.tests) where result.family == .exact {
      #expect(result.verdict == .consistent, "\(result.effect)")
    }
  }
}
