import CVerificationKernels
import Foundation
import InitializationTheory
import Testing
import WeightInit

@testable import WeightVerification

/// The inner loops against plain arithmetic.
@Suite struct KernelTests {
  @Test(arguments: [ElementType.float16, .bfloat16])
  func everyNumberOfTwoBytesDecodes(type: ElementType) {
    let words = (0...UInt16.max).map(\.littleEndian)
    var fast = Array(repeating: 0.0, count: words.count)
    var plain = fast
    words.withUnsafeBytes { bytes in
      fast.withUnsafeMutableBufferPointer { ElementDecoder.decode(bytes, as: type, into: $0) }
      plain.withUnsafeMutableBufferPointer {
        ElementDecoder.decodeSwapped(bytes, as: type, into: $0)
      }
    }
    let same = zip(fast, plain).allSatisfy {
      $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
    }
    #expect(same)
  }

  @Test(arguments: [ElementType.float16, .bfloat16])
  func noTwoNumbersShareAKey(type: ElementType) {
    let words = (0...UInt16.max).map(\.littleEndian)
    var values = Array(repeating: 0.0, count: words.count)
    words.withUnsafeBytes { bytes in
      values.withUnsafeMutableBufferPointer { ElementDecoder.decode(bytes, as: type, into: $0) }
    }
    let grid = ElementGrid(type)
    // Both zeros stand for the same numbers.
    let finite = Set(values.filter(\.isFinite))
    let keys = finite.map { grid.coarseKey(of: $0) }
    #expect(Set(keys).count == finite.count)
    #expect(keys.allSatisfy { (0..<grid.coarseKeyCount).contains($0) })
  }

  @Test func quantilesAgreeWithTheNormalDistribution() {
    var generator = TestGenerator(seed: 71)
    // From the middle to the far tails, on both sides, and an odd number of them.
    let probabilities = (0..<1001).map { index in
      index % 2 == 0 ? generator.uniform() : pow(10, -10 * generator.uniform()) / 2
    }
    let isUpper = probabilities.indices.map { $0 % 3 == 0 }
    let lower = zip(probabilities, isUpper).map { $1 ? 1 - $0 : $0 }
    let upper = zip(probabilities, isUpper).map { $1 ? $0 : 1 - $0 }
    var scores = Array(repeating: 0.0, count: 1001)
    let far = vk_quantiles(lower, upper, 1001, 1e-9, &scores)
    #expect(far == probabilities.count { min($0, 1 - $0) < 1e-9 })
    for index in scores.indices where min(lower[index], upper[index]) >= 1e-9 {
      let expected =
        lower[index] < upper[index]
        ? StandardNormal.quantile(lower[index]) : StandardNormal.quantile(upperTail: upper[index])
      #expect(abs(scores[index] - expected) <= 1e-14 * max(1, abs(expected)))
    }
    #expect(scores.indices.allSatisfy { scores[$0].isNaN == (min(lower[$0], upper[$0]) < 1e-9) })
  }

  private static let marginals: [Marginal] = [
    .normal(mean: 0.1, standardDeviation: 0.7), .uniform(low: -0.3, high: 0.9),
    .truncatedNormal(mean: 0, standardDeviation: 0.5, lower: -2, upper: 2),
    .truncatedNormal(mean: 0.2, standardDeviation: 0.1, lower: -1, upper: 3),
    .discrete(values: [-1, 0.5, 1], probabilities: [0.25, 0.25, 0.5]),
  ]

  @Test(arguments: marginals, [ElementType.float32, .float16, .bfloat16])
  func runsAreScoredLikeSingleValues(marginal: Marginal, type: ElementType) throws {
    let grid = ElementGrid(type)
    let score = try #require(MarginalScore(marginal, grid: grid))
    var generator = TestGenerator(seed: 72)
    // All of a uniform support, so that the ends are met; long enough that tables are made.
    let values = (0..<5400).map { _ -> Double in
      switch marginal {
      case .normal: grid.rounded(generator.normal())
      case .uniform(let low, let high): grid.rounded(low + (high - low) * generator.uniform())
      case .truncatedNormal(let mean, let deviation, let lower, let upper):
        grid.rounded(mean + deviation * (lower + (upper - lower) * generator.uniform()))
      case .discrete(let values, _): values[Int(generator.uniform() * 3)]
      }
    }
    var largest = 0.0
    for start in stride(from: 0, to: 5400, by: 900) {
      // Tables are made for the last run.
      let isCompared = start == 0 || start == 4500
      var scores = Array(repeating: 0.0, count: 900)
      values[start..<start + 900].withUnsafeBufferPointer { part in
        let run = ElementRun(
          values: part,
          row: start / 900,
          column: 0,
          rowStep: 0,
          columnStep: 1,
          salt: 5
        )
        scores.withUnsafeMutableBufferPointer { score.score(run, columns: 900, into: $0) }
      }
      for index in scores.indices where isCompared {
        let single = score.score(values[start + index], at: start + index, salt: 5)
        // Where cells are left out they change a score by a unit in the last place of the value.
        largest = max(largest, abs(scores[index] - single))
      }
    }
    #expect(largest <= (grid.isCoarse ? 1e-12 : 1e-4), "\(largest)")
  }

  /// Short lines, of which many are summed at once, and lines that are too long for that; cut anywhere.
  @Test(arguments: [(5, 1003), (100, 7), (4099, 6), (20_000, 3)], [1, 13, 20_000])
  func sumsOfLinesAreThoseOfPlainArithmetic(size: (length: Int, count: Int), part: Int) {
    var generator = TestGenerator(seed: 76)
    let (length, count) = size
    let values = generator.normals(length * count)
    let lines = LineSums(length: length, count: count)
    values.withUnsafeBufferPointer { values in
      for line in 0..<count {
        for start in stride(from: 0, to: length, by: part) {
          let end = min(length, start + part)
          lines.take(
            UnsafeBufferPointer(rebasing: values[line * length + start..<line * length + end])
          )
        }
      }
    }
    lines.finish()
    var (along, across) = (
      Array(repeating: 0.0, count: count), Array(repeating: 0.0, count: length)
    )
    var (alongSquares, acrossSquares) = (along, across)
    var (lag, product, largest) = (0.0, 0.0, 0.0)
    for (index, value) in values.enumerated() {
      along[index / length] += value
      alongSquares[index / length] += value * value
      across[index % length] += value
      acrossSquares[index % length] += value * value
      if index > 0 { lag += value * values[index - 1] }
      if index >= length { product += value * values[index - length] }
      largest = max(largest, value * value)
    }
    func areClose(_ a: [Double], _ b: [Double]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 * max(1, abs($1)) }
    }
    #expect(areClose(lines.alongSums, along) && areClose(lines.alongSquares, alongSquares))
    #expect(areClose(lines.acrossSums, across) && areClose(lines.acrossSquares, acrossSquares))
    #expect(lines.line == Array(values.suffix(length)))
    let total = lines.total
    #expect(areClose([total.lag, total.across], [lag, product]))
    #expect(areClose([total.squares], [alongSquares.reduce(0, +)]))
    #expect(total.largest == largest)
  }

  @Test func productsOfVectorsAreThoseOfPlainArithmetic() {
    var generator = TestGenerator(seed: 73)
    let (count, length) = (37, 1101)
    let vectors = generator.normals(count * length)
    func product(_ a: Int, _ b: Int) -> Double {
      (0..<length).reduce(0) { $0 + vectors[a * length + $1] * vectors[b * length + $1] }
    }
    let expected = (0..<count).flatMap { row in (0...row).map { product(row, $0) } }
    let results = [1, 2, 3, 7].map { jobs in
      vectors.withUnsafeBufferPointer {
        GramProducts.lowerTriangle(of: $0, count: count, length: length, jobs: jobs)
      }
    }
    for result in results {
      #expect(result == results[0])
      let triangle = (0..<count).flatMap { row in (0...row).map { result[row * count + $0] } }
      #expect(zip(triangle, expected).allSatisfy { abs($0 - $1) < 1e-10 })
    }
  }

  @Test func sumsOfVectorsAreThoseOfPlainArithmetic() {
    var generator = TestGenerator(seed: 74)
    let (count, length) = (9, 1203)
    let vectors = generator.normals(count * length)
    let factors = generator.normals(4 * count)
    var out = Array(repeating: 0.0, count: 4 * length)
    vectors.withUnsafeBufferPointer { vectors in
      out.withUnsafeMutableBufferPointer { out in
        guard let from = vectors.baseAddress, let to = out.baseAddress else { return }
        let sources = (0..<count).map { Optional(from + $0 * length) }
        let targets = (0..<4).map { Optional(to + $0 * length) }
        vk_combine(sources, factors, count, 0, 700, targets)
        vk_combine(sources, factors, count, 700, length, targets)
      }
    }
    for row in 0..<4 {
      for entry in 0..<length {
        var sum = 0.0
        for index in 0..<count {
          sum += factors[row * count + index] * vectors[index * length + entry]
        }
        #expect(out[row * length + entry] == sum)
      }
    }
  }

  /// What ``NormalBins`` says of itself.
  @Test func binsTellNearlyWhatTheValuesDo() throws {
    var generator = TestGenerator(seed: 75)
    let values = generator.normals(60_000)
    let accumulator = NormalAccumulator(rows: 60_000, columns: 1, limits: WorkLimits())
    var counts = NormalBins.Counts()
    var scores = vk_scores(lag: 0, last: 0)
    values.withUnsafeBufferPointer { buffer in
      accumulator.add(
        ElementRun(values: buffer, row: 0, column: 0, rowStep: 1, columnStep: 0)
      )
      if let start = buffer.baseAddress { counts.add(start, count: buffer.count, &scores) }
    }
    let exact = accumulator.finish()
    let bins = counts.total
    #expect(bins.reduce(0, +) == 60_000)
    let root = 60_000.0.squareRoot()
    let distance = try #require(exact.kolmogorovDistance)
    let binned = NormalBins.kolmogorovDistance(bins, count: 60_000)
    #expect(binned <= distance && (distance - binned) * root < 0.03)
    let squared = try #require(exact.andersonDarling)
    #expect(abs(NormalBins.andersonDarling(bins, count: 60_000) - squared) < 0.01)
    let legendre = try #require(exact.legendre)
    for (a, b) in zip(NormalBins.legendreSums(bins), legendre) { #expect(abs(a - b) / root < 0.01) }
    let volatility = try #require(exact.volatility)
    let start = Double(NormalBins.volatilityScore(of: values[0]))
    let squares = NormalBins.squaresOfVolatilityScores(bins)
    let correlation = (scores.lag + Double(scores.last) * start) / squares
    #expect(abs(correlation - volatility.correlation) * root < 0.05)
  }
}
