import Testing
import WeightInit

@testable import WeightVerification

@Suite("Comparison")
struct ComparisonTests {
  private func source(
    _ tensors: [(name: String, shape: [Int], values: [Double])],
    as type: ElementType = .float32,
    chunkLength: Int = 1000
  ) -> MemorySource {
    var source = MemorySource()
    source.chunkLength = chunkLength
    for tensor in tensors { source.add(tensor.name, tensor.shape, tensor.values, as: type) }
    return source
  }

  private func compare(
    _ first: MemorySource,
    _ second: MemorySource,
    memoryBudget: Int = 1 << 30
  ) throws -> ComparisonReport {
    try WeightComparer(memoryBudget: memoryBudget).compare(first, second)
  }

  private func draw(_ seed: Int, _ count: Int = 64 * 48, scale: Double = 0.1) -> [Double] {
    var generator = TestGenerator(seed: seed)
    return generator.normals(count, scale: scale).map { Double(Float($0)) }
  }

  // MARK: - Values

  @Test("the same values are the same, whatever the element type")
  func sameValues() throws {
    let values = draw(1)
    let first = source([("w", [64, 48], values)])
    let identical = try compare(first, source([("w", [64, 48], values)], chunkLength: 7))
    #expect(identical.tensors[0].relation == .identical)
    #expect(identical.values == .same)
    #expect(identical.laws == .same)
    #expect(identical.tensors[0].differing == 0)
    let wider = try compare(first, source([("w", [64, 48], values)], as: .float64))
    #expect(wider.tensors[0].relation == .equal)
    #expect(wider.values == .same)
    for type in [ElementType.float16, .bfloat16] {
      let narrower = try compare(first, source([("w", [64, 48], values)], as: type))
      #expect(narrower.tensors[0].relation == .rounded)
      #expect(narrower.values == .same)
      #expect((narrower.tensors[0].differing ?? 0) > 3000)
    }
  }

  @Test("a sign of zero is not a difference of values, but one of bits")
  func zeros() throws {
    let report = try compare(
      source([("w", [2], [0, 1])]),
      source([("w", [2], [-0.0, 1])])
    )
    #expect(report.tensors[0].relation == .equal)
  }

  @Test("NaN equals NaN, and nothing else")
  func notNumbers() throws {
    let values = [1, .nan, 2]
    #expect(
      try compare(source([("w", [3], values)]), source([("w", [3], values)])).values == .same
    )
    let report = try compare(source([("w", [3], values)]), source([("w", [3], [1, 5, 2])]))
    #expect(report.tensors[0].relation == .different)
    #expect(report.tensors[0].differing == 1)
    #expect(report.tensors[0].law == .cannotTell)
  }

  @Test("permuted, merged and split axes are found")
  func axes() throws {
    let values = draw(2, 24 * 10)
    let matrix = source([("w", [24, 10], values)])
    let flipped = transposed(values, rows: 24, columns: 10)
    let report = try compare(matrix, source([("w", [10, 24], flipped)]))
    #expect(report.tensors[0].relation == .rearranged)
    #expect(report.tensors[0].permutation == [1, 0])
    #expect(report.values == .same)
    let merged = try compare(matrix, source([("w", [240], values)]))
    #expect(merged.tensors[0].relation == .rearranged)
    #expect(merged.tensors[0].permutation == [0, 1])
    // (out, in, height, width) to (height, width, in, out).
    let (o, i, h, w) = (5, 4, 3, 4)
    var kernel = Array(repeating: 0.0, count: 240)
    for (place, value) in values.enumerated() {
      let (a, b, c, d) = (place / 48, place / 12 % 4, place / 4 % 3, place % 4)
      kernel[((c * w + d) * i + b) * o + a] = value
    }
    let layouts = try compare(
      source([("w", [o, i, h, w], values)]),
      source([("w", [h, w, i, o], kernel)], as: .bfloat16)
    )
    #expect(layouts.tensors[0].permutation == [2, 3, 1, 0])
    #expect(layouts.values == .same)
  }

  @Test("a square matrix and its transpose are told from equal ones")
  func square() throws {
    let values = draw(3, 400)
    let report = try compare(
      source([("w", [20, 20], values)]),
      source([("w", [20, 20], transposed(values, rows: 20, columns: 20))])
    )
    #expect(report.tensors[0].permutation == [1, 0])
  }

  @Test("the same numbers in an order that no axes give are shuffled")
  func shuffled() throws {
    let values = draw(4, 600)
    let report = try compare(
      source([("w", [20, 30], values)]),
      source([("w", [20, 30], values.reversed())])
    )
    #expect(report.tensors[0].relation == .shuffled)
    #expect(report.values == .different)
  }

  @Test("multiples are found, negative ones too", arguments: [2.5, -1, 1e-3])
  func rescaled(factor: Double) throws {
    let values = draw(5)
    let report = try compare(
      source([("w", [64, 48], values)]),
      source([("w", [64, 48], values.map { factor * $0 })])
    )
    #expect(report.tensors[0].relation == .rescaled)
    let found = try #require(report.tensors[0].factor)
    #expect(abs(found / factor - 1) < 1e-6)
    #expect(report.values == .different)
  }

  @Test("differences are counted and measured")
  func differences() throws {
    let values = draw(6)
    var changed = values
    changed[100] += 0.5
    changed[200] -= 0.25
    let report = try compare(
      source([("w", [64, 48], values)]),
      source([("w", [64, 48], changed)])
    )
    #expect(report.tensors[0].relation == .different)
    #expect(report.tensors[0].differing == 2)
    #expect(abs((report.tensors[0].maximumDifference ?? 0) - 0.5) < 1e-6)
    #expect((report.tensors[0].correlation ?? 0) > 0.98)
  }

  @Test("little memory takes more passes and gives the same answer")
  func memory() throws {
    let values = draw(7)
    var changed = values
    changed[3000] = 4
    let (first, second) = (source([("w", [64, 48], values)]), source([("w", [64, 48], changed)]))
    let small = try compare(first, second, memoryBudget: 4000)
    #expect(small.tensors == (try compare(first, second)).tensors)
  }

  // MARK: - Names

  @Test("tensors without partner are named, and renamed ones are paired by their values")
  func names() throws {
    let (a, b, c) = (draw(8), draw(9), draw(10))
    let first = source([("a", [64, 48], a), ("fc.weight", [64, 48], b), ("x", [64, 48], c)])
    let second = source([("a", [64, 48], a), ("y", [3], [1, 2, 3])])
    var renamed = second
    renamed.add("fc/kernel", [48, 64], transposed(b, rows: 64, columns: 48), as: .bfloat16)
    let report = try compare(first, renamed)
    #expect(report.tensors.map(\.second.name) == ["a", "fc/kernel"])
    #expect(report.tensors[1].relation == .rearranged)
    #expect(report.onlyInFirst == ["x"])
    #expect(report.onlyInSecond == ["y"])
    #expect(report.values == .different)
    #expect(try compare(source([]), source([])).values == .cannotTell)
  }

  @Test("other shapes are other tensors")
  func shapes() throws {
    let report = try compare(
      source([("w", [64, 48], draw(11))]),
      source([("w", [64, 47], draw(12, 64 * 47))])
    )
    #expect(report.tensors[0].relation == .different)
    #expect(report.tensors[0].differing == nil)
    #expect(report.tensors[0].tests.map(\.test) == ["shape"])
    #expect(report.laws == .different)
  }

  // MARK: - Laws

  @Test("draws of one law are of one law, at the stated rate of false alarms")
  func sameLaw() throws {
    var different = 0
    for seed in 0..<60 {
      var generator = TestGenerator(seed: 1000 + seed)
      func pair(_ body: (inout TestGenerator) -> [Double]) -> ([Double], [Double]) {
        (body(&generator), body(&generator))
      }
      let pairs = [
        pair { $0.normals(40 * 50) },
        pair { generator in (0..<2000).map { _ in generator.uniform() - 0.5 } },
        pair { generator in (0..<2000).map { _ in generator.uniform() < 0.5 ? -1 : 1 } },
        pair { $0.anticorrelated(rows: 40, columns: 50, variance: 2, k: 100) },
        pair { $0.replacedEntry(rows: 40, fanIn: 50).weights },
        pair { $0.orthogonal(rows: 40, columns: 50) },
        pair { generator in
          // Mirrored: every value occurs four times.
          let block = generator.normals(20 * 25)
          return (0..<2000).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: 50)
            return ((row < 20) == (column < 25) ? 1 : -1) * block[row % 20 * 25 + column % 25]
          }
        },
      ]
      for (first, second) in pairs {
        let report = try compare(
          source([("w", [40, 50], first)]),
          source([("w", [40, 50], second)])
        )
        if report.laws != .same { different += 1 }
        #expect(report.values == .different)
      }
    }
    // 420 comparisons at a rate of 0.001: three or more happen once in a hundred times.
    #expect(different <= 2)
  }

  /// Pairs of laws that differ by at least seven standard errors of a test.
  struct LawPair: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var test: String
    var first: @Sendable (inout TestGenerator) -> [Double]
    var second: @Sendable (inout TestGenerator) -> [Double]
  }

  static let pairs: [LawPair] = [
    // 2N = 8192 values: 20 % are 13 standard errors of the logarithm of a scale.
    LawPair(testDescription: "another scale", test: "scale") {
      $0.normals(4096)
    } second: {
      $0.normals(4096, scale: 1.2)
    },
    LawPair(testDescription: "another mean", test: "mean") {
      $0.normals(4096)
    } second: {
      $0.normals(4096).map { $0 + 0.2 }
    },
    LawPair(testDescription: "another shape", test: "distribution") {
      $0.normals(4096)
    } second: { generator in
      (0..<4096).map { _ in 12.0.squareRoot() * (generator.uniform() - 0.5) }
    },
    LawPair(testDescription: "anti-correlated rows", test: "row-sums") {
      $0.normals(4096)
    } second: {
      $0.anticorrelated(rows: 64, columns: 64, variance: 64, k: 100)
    },
    LawPair(testDescription: "orthogonal against normal", test: "structure") {
      $0.orthogonal(rows: 64, columns: 64)
    } second: {
      $0.normals(4096, scale: 0.125)
    },
    LawPair(testDescription: "another gain", test: "gain") {
      $0.orthogonal(rows: 64, columns: 64)
    } second: {
      $0.orthogonal(rows: 64, columns: 64, gain: 1.01)
    },
    LawPair(testDescription: "another constant", test: "structure") { _ in
      Array(repeating: 1, count: 4096)
    } second: { _ in
      Array(repeating: 2, count: 4096)
    },
  ]

  @Test("draws of different laws are told apart", arguments: pairs)
  func differentLaw(pair: LawPair) throws {
    for seed in 0..<5 {
      var generator = TestGenerator(seed: 2000 + seed)
      let report = try compare(
        source([("w", [64, 64], pair.first(&generator))]),
        source([("w", [64, 64], pair.second(&generator))])
      )
      #expect(report.laws == .different)
      let found = report.tensors[0].tests.filter { $0.answer == .different }.map(\.test)
      #expect(found.contains(pair.test), "\(found)")
    }
  }
}
