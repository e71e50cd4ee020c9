import Foundation
import Testing
import WeightInit

@testable import WeightVerification

/// Mistakes that look right on paper and that only simulations of correct files have shown: each test
/// fails when its mistake is made.
@Suite struct PitfallTests {
  private static let normal = TensorLaw.independent(.normal(mean: 0, standardDeviation: 0.1))

  private func normal(_ rows: Int, _ columns: Int, seed: Int = 71) -> Case {
    var generator = TestGenerator(seed: seed)
    return Case(
      rows: rows,
      columns: columns,
      law: Self.normal,
      values: generator.normals(rows * columns, scale: 0.1)
    )
  }

  // MARK: - Rounding cells

  /// Every finite number of a 16-bit type.
  private static func numbers(_ type: ElementType) -> [Double] {
    (0...UInt16.max).compactMap { bits in
      let value =
        type == .float16
        ? ElementDecoder.float16(bits) : Double(Float(bitPattern: UInt32(bits) << 16))
      return value.isFinite && bits != 0x8000 ? value : nil
    }
  }

  /// Jitter within the cells at the ends of a support leaves it, and rejects one correct file in
  /// eight: the probabilities of the cells would add up to more than 1.
  @Test(
    arguments: [
      Marginal.uniform(low: -0.3, high: 0.3),
      .uniform(low: -1, high: 0.7),
      .truncatedNormal(mean: 0, standardDeviation: 0.11, lower: -2, upper: 2),
      .normal(mean: 0.01, standardDeviation: 3),
    ],
    [ElementType.float16, .bfloat16]
  )
  func theCellsOfAllNumbersShareTheWholeProbability(marginal: Marginal, type: ElementType) throws {
    let grid = ElementGrid(type)
    let score = try #require(MarginalScore(marginal, grid: grid))
    var total = 0.0
    for value in Self.numbers(type) {
      let cell = grid.cell(of: value)
      // Values whose whole cell lies outside of a support cannot occur.
      if let support = score.interval,
        cell.low > support.upperBound || cell.high < support.lowerBound
      {
        continue
      }
      guard score.isInSupport(value) else { continue }
      let probabilities = score.cell(of: value)
      let (low, high) = probabilities.lower
      #expect(low >= 0 && low <= high && high <= 1, "\(value)")
      // One unit beyond an end counts as the end itself.
      if isReachable(value, marginal, grid) { total += high - low }
    }
    #expect(abs(total - 1) < 1e-12)
  }

  private func isReachable(_ value: Double, _ marginal: Marginal, _ grid: ElementGrid) -> Bool {
    let (low, high): (Double, Double) =
      switch marginal {
      case .uniform(let low, let high): (low, high)
      case .truncatedNormal(let mean, let deviation, let lower, let upper):
        (mean + deviation * lower, mean + deviation * upper)
      default: (-.infinity, .infinity)
      }
    let cell = grid.cell(of: value)
    return cell.high > low && cell.low < high
  }

  /// 0.9999 becomes 1 in 16 bits, where it still is a replaced entry: taken for one of the others it
  /// would lie 18 standard deviations out.
  @Test(arguments: [ElementType.float16, .bfloat16])
  func aReplacedEntryMayBeRoundedToOne(type: ElementType) throws {
    for seed in 0..<10 {
      var generator = TestGenerator(seed: 720 + seed)
      var draw = generator.replacedEntry(rows: 48, fanIn: 300)
      // Of the largest entries of all neurons this one was replaced without doubt.
      let largest = try #require(draw.weights.indices.max { draw.weights[$0] < draw.weights[$1] })
      draw.weights[largest] = 0.9999
      let report = try Case(
        rows: 48,
        columns: 300,
        law: .replacedEntry(variance: 0.9, k: 100),
        values: draw.weights,
        type: type,
        biases: draw.biases
      ).report()
      #expect(report.tensors.first?.measured.maximum == 1)
      #expect(report.verdict == .consistent, "seed \(seed): \(report.tests(.inconsistent))")
    }
  }

  /// Small numbers of float16 become 0; in mirrored blocks each zero stands four times, which is no
  /// evidence of zeros.
  @Test func zerosByRoundingInMirroredBlocksAreNoFault() throws {
    var generator = TestGenerator(seed: 73)
    let (half, scale) = (96, 2e-6)
    let block = generator.normals(half * half, scale: scale)
    let values = (0..<4 * half * half).map { index -> Double in
      let (row, column) = (index / (2 * half), index % (2 * half))
      let value = block[row % half * half + column % half]
      return (row < half) == (column < half) ? value : -value
    }
    let report = try Case(
      rows: 2 * half,
      columns: 2 * half,
      law: .mirrored(
        submatrix: .independent(.normal(mean: 0, standardDeviation: scale)),
        rows: true,
        columns: true,
        channelLength: 1,
        leftover: nil
      ),
      values: values,
      type: .float16
    ).report()
    // Half the smallest number, 2⁻²⁵, is 0.015 standard deviations.
    let zeros = block.count { abs($0) <= 0x1p-25 }
    #expect(zeros > 80)
    #expect(report.verdict == .consistent, "\(report.tests(.inconsistent))")
  }

  // MARK: - Laws that hold for many values only

  /// Limit laws at small sizes are off by factors of three to six; exact laws are not.
  @Test func limitLawsWaitForEnoughValues() throws {
    func tests(_ rows: Int, _ columns: Int) throws -> Set<String> {
      Set(try normal(rows, columns).report().tensors.flatMap(\.tests).map(\.test))
    }
    let exact: Set = ["mean", "variance", "extreme", "row-direction", "column-direction"]
    #expect(try tests(3, 2).intersection(Self.approximate).isEmpty)
    #expect(try tests(3, 2).isSuperset(of: exact))
    // Each test, a size just below its least one, and that one.
    let thresholds: [(test: String, without: (Int, Int), with: (Int, Int))] = [
      ("skewness", (3, 5), (4, 4)), ("kurtosis", (3, 5), (4, 4)),
      ("distribution", (3, 5), (4, 4)), ("anderson-darling", (3, 5), (4, 4)),
      ("lag-row", (7, 7), (5, 10)), ("lag-column", (7, 7), (5, 10)),
      ("volatility", (7, 7), (5, 10)), ("neyman", (127, 1), (128, 1)),
      ("row-norm-distribution", (7, 20), (8, 20)),
      ("column-norm-distribution", (20, 7), (20, 8)),
      ("largest-eigenvalue", (9, 60), (10, 60)), ("correlation-sum", (19, 21), (20, 20)),
      ("lag-box", (73, 7), (64, 8)),
    ]
    for (test, without, with) in thresholds {
      #expect(try !tests(without.0, without.1).contains(test), "\(test) of too few values")
      #expect(try tests(with.0, with.1).contains(test), "\(test) of enough values")
    }
    // With 128 values a distance, not always 32 distances.
    #expect(try normal(64, 8).report().result("lag-box")?.null == "chi-square(4), nearly")
    #expect(try normal(64, 64).report().result("lag-box")?.null == "chi-square(32), nearly")
  }

  private static let approximate: Set = [
    "skewness", "kurtosis", "neyman", "distribution", "anderson-darling", "row-norm-distribution",
    "column-norm-distribution", "lag-row", "lag-column", "volatility", "lag-box",
    "correlation-sum", "largest-eigenvalue",
  ]

  // MARK: - Combining

  /// Where p-values are added up, as in Cauchy's combination, one discrete test that returns 1 hides
  /// everything.
  @Test func aPValueOfOneHidesNothing() {
    let adjusted = Holm.adjusted([1e-5, 0.4, 1])
    #expect(abs(adjusted[0] - 3e-5) < 1e-18)
    #expect(adjusted[1...] == [0.8, 1])
    #expect(abs(Holm.adjusted([1, 1, 1, 1e-5])[3] - 4e-5) < 1e-18)
    #expect(PValue(lowerTail: 1, upperTail: 1).value == 1)
  }

  /// Sums of exactly their expected value, or far off, leave the pooled tests numbers.
  @Test func layersWithoutAnyScaleLeaveThePooledTestsNumbers() throws {
    var source = MemorySource()
    var claims: [TensorClaim] = []
    for (index, scale) in [0.1, 0, 1e30].enumerated() {
      var generator = TestGenerator(seed: 74 + index)
      source.add("w\(index)", [12, 12], generator.normals(144, scale: scale), as: .float64)
      claims.append(
        TensorClaim(
          tensor: "w\(index)",
          claim: "test",
          law: Self.normal,
          order: AxisOrder(logicalShape: [12, 12])
        )
      )
    }
    let report = try Verifier().verify(source, claims: claims)
    #expect(report.verdict == .inconsistent)
    #expect(report.tensors.map(\.verdict) == [.consistent, .inconsistent, .inconsistent])
    #expect(throws: Never.self) { try JSONEncoder().encode(report) }
  }

  // MARK: - Numbers

  /// 2¹⁸ float32 numbers of one size: what float32 sums of squares lose is 3e-8 of the sum here, and
  /// five standard errors in millions of values.
  @Test(arguments: [false, true])
  func sumsKeepMoreDigitsThanTheValues(isTransposed: Bool) throws {
    let size = Double(Float(0.1))
    var generator = TestGenerator(seed: 75)
    let report = try Case(
      rows: 512,
      columns: 512,
      law: Self.normal,
      values: (0..<1 << 18).map { _ in generator.uniform() < 0.5 ? -size : size },
      isTransposed: isTransposed
    ).report(correlationWork: 0)
    let ratio = size / 0.1
    let squares = try #require(report.result("variance")?.statistic)
    #expect(abs(squares / (0x1p18 * ratio * ratio) - 1) < 1e-12)
    let measured = try #require(report.tensors.first?.measured)
    let mean = try #require(measured.mean)
    let variance = try #require(measured.variance)
    #expect(abs((variance + mean * mean) / (size * size) - 1) < 1e-12)
  }

  /// A neuron of zeros has no direction: its cosines would be 0/0.
  @Test(arguments: [(24, 40), (40, 24), (30, 30)], [false, true])
  func aNeuronOrAColumnOfZerosLeavesNumbers(shape: (Int, Int), isColumn: Bool) throws {
    let (rows, columns) = shape
    var subject = normal(rows, columns)
    for index in subject.values.indices
    where (isColumn ? index % columns : index / columns) == 5 { subject.values[index] = 0 }
    let report = try subject.report()
    #expect(report.verdict == .inconsistent)
    for test in ["correlation-sum", "correlation-max", "largest-eigenvalue"] {
      let result = try #require(report.result(test))
      #expect(result.statistic != nil, "\(test)")
      // Nothing but the length of one vector is unusual.
      #expect(result.verdict == .consistent, "\(test)")
    }
    // What could not be computed would count as 1.
    #expect(try #require(report.result("correlation-sum")?.p) < 1)
    #expect(try #require(report.result("largest-eigenvalue")?.p) < 1)
    #expect(throws: Never.self) { try JSONEncoder().encode(report) }
  }
}
