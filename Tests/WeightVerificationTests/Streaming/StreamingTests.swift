import Testing
import WeightInit

@testable import WeightVerification

@Suite struct StreamingTests {
  private let cases: [Case] = {
    var generator = TestGenerator(seed: 8)
    let replaced = generator.replacedEntry(rows: 30, fanIn: 200)
    return [
      Case(
        rows: 60,
        columns: 100,
        law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
        values: generator.normals(6000, scale: 0.1),
        type: .bfloat16,
        isTransposed: true
      ),
      Case(
        rows: 30,
        columns: 200,
        law: .replacedEntry(variance: 0.9, k: 100),
        values: replaced.weights,
        type: .float16,
        biases: replaced.biases
      ),
      Case(
        rows: 60,
        columns: 100,
        law: .anticorrelated(variance: 2, k: 100),
        values: generator.anticorrelated(rows: 60, columns: 100, variance: 2, k: 100)
      ),
    ]
  }()

  @Test(arguments: [0, 1, 2], [1, 7, 4096, 100_000])
  func theReportDoesNotDependOnChunks(index: Int, chunkLength: Int) throws {
    let reference = try cases[index].report(chunkLength: 1000)
    #expect(try cases[index].report(chunkLength: chunkLength) == reference)
  }

  @Test(arguments: ElementType.allCases)
  func theLayoutChangesStatisticsOnlyByRounding(type: ElementType) throws {
    var generator = TestGenerator(seed: 9)
    var subject = Case(
      rows: 70,
      columns: 90,
      law: .anticorrelated(variance: 2, k: 100),
      values: generator.anticorrelated(rows: 70, columns: 90, variance: 2, k: 100),
      type: type
    )
    let straight = try subject.report()
    subject.isTransposed = true
    let transposed = try subject.report()
    let (a, b) = (try #require(straight.tensors.first), try #require(transposed.tensors.first))
    #expect(a.tests.map(\.test) == b.tests.map(\.test))
    for (first, second) in zip(a.tests, b.tests) {
      let (x, y) = (first.statistic ?? 0, second.statistic ?? 0)
      #expect(abs(x - y) <= 1e-9 * max(1, abs(x)), "\(first.test)")
    }
  }

  /// Without memory for the matrix the sums still decide about scale and correlation.
  @Test(arguments: [100.0, -0.5])
  func sumsByNeuronAgreeWithWholeRows(k: Double) throws {
    var generator = TestGenerator(seed: 10)
    let subject = Case(
      rows: 70,
      columns: 90,
      law: .anticorrelated(variance: 2, k: k),
      values: generator.anticorrelated(rows: 70, columns: 90, variance: 2, k: k),
      isTransposed: true
    )
    let whole = try subject.report()
    let sums = try subject.report(memoryBudget: 1000)
    for test in ["mean", "variance", "row-direction", "column-direction", "neuron-correlation"] {
      let x = try #require(whole.result(test)?.statistic)
      let y = try #require(sums.result(test)?.statistic)
      #expect(abs(x - y) <= 1e-8 * max(1, abs(x)), "\(test)")
    }
    #expect(sums.result("skewness") == nil)
    #expect(sums.tensors.first?.reason?.contains("memory budget") == true)
  }

  @Test func lawsThatNeedTheMatrixSayWhenItDoesNotFit() throws {
    var generator = TestGenerator(seed: 13)
    let values = generator.normals(400)
    for law in [TensorLaw.orthogonal(gain: 1), .replacedEntry(variance: 0.9, k: 100)] {
      let report = try Case(
        rows: 20,
        columns: 20,
        law: law,
        values: values,
        isTransposed: true
      ).report(memoryBudget: 100)
      #expect(report.verdict == .cannotTell)
      #expect(report.tensors.first?.reason?.contains("raise the memory budget") == true)
      // Only what holds for every random tensor was looked at.
      let rules = ["finite", "repeated-neurons", "repeated-columns", "random-stream"]
      #expect(report.tests(.consistent) == rules)
      #expect(report.tensors.first?.tests.count == rules.count)
    }
  }

  @Test func everyElementOfAPermutedKernelFindsItsNeuron() throws {
    // Logical (out 3, in 2, height 2, width 2), stored (height, width, in, out).
    let shape = [3, 2, 2, 2]
    let order = AxisOrder(logicalShape: shape, permutation: [2, 3, 1, 0])
    let geometry = try #require(MatrixGeometry(order))
    #expect(!geometry.rowsAreContiguous)
    var found: [[Int]] = []
    var walker = LayoutWalker(order: order, geometry: geometry)
    let values = (0..<24).map(Double.init)
    values.withUnsafeBufferPointer { buffer in
      for part in [0..<5, 5..<6, 6..<24] {
        walker.walk(UnsafeBufferPointer(rebasing: buffer[part]), salt: 0) { run in
          for offset in run.values.indices {
            found.append([
              Int(run.values[offset]), run.row + offset * run.rowStep,
              run.column + offset * run.columnStep,
            ])
          }
        }
      }
    }
    var expected: [[Int]] = []
    for h in 0..<2 {
      for w in 0..<2 {
        for i in 0..<2 {
          for o in 0..<3 { expected.append([expected.count, o, i * 4 + h * 2 + w]) }
        }
      }
    }
    #expect(found == expected)
  }

  @Test func aStoredShapeMayMergeNeighbouringAxes() {
    let order = AxisOrder(logicalShape: [10, 4, 3, 3], permutation: [2, 3, 1, 0])
    #expect(order.matches(storedShape: [3, 3, 4, 10]))
    #expect(order.matches(storedShape: [36, 10]))
    #expect(order.matches(storedShape: [9, 1, 40]))
    #expect(!order.matches(storedShape: [10, 36]))
    #expect(!order.matches(storedShape: [6, 6, 10]))
    #expect(!order.matches(storedShape: [36]))
  }

  // MARK: - Numbers

  @Test func float16BitsDecodeToTheirValues() {
    let known: [(UInt16, Double)] = [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03FF, 1023 * 0x1p-24), (0x0400, 0x1p-14),
      (0x3C00, 1), (0x3C01, 1 + 0x1p-10), (0xC000, -2), (0x7BFF, 65504),
    ]
    for (bits, value) in known { #expect(ElementDecoder.float16(bits) == value) }
    #expect(ElementDecoder.float16(0x7C00) == .infinity)
    #expect(ElementDecoder.float16(0x7E00).isNaN)
  }

  @Test func cellsOfRoundingMeetWithoutGaps() {
    for (type, step) in [(ElementType.float16, 0x1p-10), (.bfloat16, 0x1p-7)] {
      let grid = ElementGrid(type)
      // Across a power of two, where the spacing changes.
      #expect(grid.cell(of: 1).high == grid.cell(of: 1 + step).low)
      #expect(grid.cell(of: 1 - step / 2).high == grid.cell(of: 1).low)
      #expect(grid.cell(of: -1).low == grid.cell(of: -1 - step).high)
      #expect(grid.cell(of: 0).high == -grid.cell(of: 0).low)
      #expect(grid.rounded(1 + 0.6 * step) == 1 + step)
      #expect(grid.rounded(1 + 0.5 * step) == 1)
      #expect(grid.rounded(1e39) == .infinity)
    }
    #expect(ElementGrid(.float32).rounded(0.1) == Double(Float(0.1)))
  }

  /// 300 × 300 values are enough for a second thread.
  @Test(
    arguments: [
      (
        TensorLaw.independent(.normal(mean: 0, standardDeviation: 0.1)), ElementType.float32, false
      ),
      (.independent(.normal(mean: 0, standardDeviation: 0.1)), .bfloat16, true),
      (.independent(.uniform(low: -0.3, high: 0.3)), .float32, true),
      (.anticorrelated(variance: 3, k: 10), .float32, false),
      (.orthogonal(gain: 1), .float32, false),
    ]
  )
  func theReportDoesNotDependOnThreads(
    law: TensorLaw,
    type: ElementType,
    isTransposed: Bool
  ) throws {
    var generator = TestGenerator(seed: 61)
    var subject = Case(
      rows: 300,
      columns: 300,
      law: law,
      values: (0..<90_000).map { _ in
        law == .independent(.uniform(low: -0.3, high: 0.3))
          ? 0.6 * generator.uniform() - 0.3 : 0.1 * generator.normal()
      },
      type: type,
      isTransposed: isTransposed
    )
    if case .orthogonal = law {
      // Orthonormal by a reflection: I − 2vvᵀ.
      let length = subject.values[..<300].reduce(0) { $0 + $1 * $1 }.squareRoot()
      let v = subject.values[..<300].map { $0 / length }
      subject.values = (0..<90_000).map { index -> Double in
        let (row, column) = (index / 300, index % 300)
        return (row == column ? 1 : 0) - 2 * v[row] * v[column]
      }
    }
    let one = try subject.report(chunkLength: 7001)
    #expect(one.result("mean")?.p != nil)
    for jobs in [2, 3] { #expect(try subject.report(chunkLength: 999, jobs: jobs) == one) }
  }

  @Test func correlationsCanBeLeftOutOrMadeOfFewerRows() throws {
    var generator = TestGenerator(seed: 62)
    let subject = Case(
      rows: 96,
      columns: 128,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: generator.normals(96 * 128, scale: 0.1)
    )
    #expect(try subject.report(correlationWork: 0).result("correlation-sum") == nil)
    let some = try #require(try subject.report(correlationWork: 1 << 16).result("correlation-sum"))
    let all = try #require(try subject.report().result("correlation-sum"))
    #expect(some.p != all.p)
    #expect(some.null.contains("32 of 96 rows"))
    #expect(throws: VerificationError.self) { try Verifier(correlationWork: -1) }
    #expect(throws: VerificationError.self) { try Verifier(jobs: 0) }
  }

  /// In float32 the sum of squares of four million values would be off by 0.4 %.
  @Test func momentsOfShiftedValuesKeepTheirDigits() {
    var moments = MomentAccumulator()
    let block = [4.0, 5, 6, 9].map { $0 + 1e6 }
    for _ in 0..<1000 { block.withUnsafeBufferPointer { moments.add($0) } }
    #expect(moments.count == 4000)
    #expect(abs(moments.mean - 1_000_006) < 1e-9)
    // Deviations −2, −1, 0, 3: second moment 14/4, third 18/4, fourth 98/4.
    #expect(abs(moments.variance - 3.5) < 1e-9)
    #expect(abs(moments.skewness - 4.5 / (3.5 * 3.5.squareRoot())) < 1e-6)
    #expect(abs(moments.kurtosis - 24.5 / 12.25) < 1e-6)
    #expect(moments.minimum == 1_000_004)
    #expect(moments.maximum == 1_000_009)
  }
}
