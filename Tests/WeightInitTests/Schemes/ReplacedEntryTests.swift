import Testing
import WeightInit

@Suite("RAI and RAAI")
struct ReplacedEntryTests {
  /// The moments of appendix E's law, written out from its raw moments.
  private struct Expected {
    let mean, variance, covariance, fourth: Double

    init(fanIn: Double, k: Double, variance: Double) {
      let n = fanIn + 1
      let kappa = k.isInfinite ? 1 : k / (1 + k)
      let v = variance / fanIn * (1 - kappa / n)
      let g = -variance / fanIn * kappa / n
      // E uᵖ = 2/(p + 2) for Beta(2, 1).
      let m = 2 / (3 * n)
      let m2 = (1 - 1 / n) * v + 1 / (2 * n)
      let m3 = 2 / (5 * n)
      let m4 = 3 * (1 - 1 / n) * v * v + 1 / (3 * n)
      mean = m
      self.variance = m2 - m * m
      covariance = (1 - 2 / n) * g - m * m
      fourth = m4 - 4 * m * m3 + 6 * m * m * m2 - 3 * m * m * m * m
    }
  }

  @Test(
    "The moments written out here are those of a 20-digit reference",
    arguments: [
      (784.0, 100.0, 0.9, 0.0017812722081165884), (64, 100, 2, 0.037887658588344045),
      (2, 1, 0.36, 0.21728395061728395), (64, -0.9, 0.36, 0.013892439184746877),
    ]
  )
  func reference(fanIn: Double, k: Double, variance: Double, expected: Double) {
    let moments = Expected(fanIn: fanIn, k: k, variance: variance)
    #expect(abs(moments.variance / expected - 1) < 1e-13)
  }

  private static let fanIns = [1, 4, 16, 300]

  @Test(
    "Draws have the moments of the law, with and without the bias",
    arguments: fanIns,
    [-0.9, 0, 1, 100, 1e4, .infinity]
  )
  func moments(fanIn: Int, k: Double) throws {
    try check(
      "raai:k=\(k),variance=0.9",
      fanIn,
      Expected(fanIn: Double(fanIn), k: k, variance: 0.9)
    )
  }

  @Test("RAI's draws have the moments of RAAI's law at k = 0", arguments: fanIns)
  func randomAsymmetric(fanIn: Int) throws {
    try check("rai", fanIn, Expected(fanIn: Double(fanIn), k: 0, variance: 0.36))
  }

  private func check(_ claim: String, _ fanIn: Int, _ expected: Expected) throws {
    let rows = fanIn > 100 ? 2_000 : 12_000
    let layer = Making.layer(rows, fanIn, seed: 11)
    let scheme = try Making.scheme(claim)
    let weights = try scheme.weights(of: layer).values(0..<rows * fanIn, as: Double.self)
    let biases = try scheme.biases(of: layer).values(0..<rows, as: Double.self)

    let f = Double(fanIn)
    var mean = BatchMean()
    var variance = BatchMean()
    var fourth = BatchMean()
    var covariance = BatchMean()
    var biasMean = BatchMean()
    var biasVariance = BatchMean()
    var biasCovariance = BatchMean()
    var sum = BatchMean()
    var sumVariance = BatchMean()
    var allVariance = BatchMean()
    let sumMean = f * expected.mean
    weights.withUnsafeBufferPointer { weights in
      for row in 0..<rows {
        var deviations = 0.0
        var squares = 0.0
        var fourths = 0.0
        for index in row * fanIn..<(row + 1) * fanIn {
          let deviation = weights[index] - expected.mean
          let square = deviation * deviation
          deviations += deviation
          squares += square
          fourths += square * square
        }
        let bias = biases[row] - expected.mean
        mean.add(expected.mean + deviations / f)
        variance.add(squares / f)
        fourth.add(fourths / f)
        if fanIn > 1 { covariance.add((deviations * deviations - squares) / (f * (f - 1))) }
        biasMean.add(biases[row])
        biasVariance.add(bias * bias)
        biasCovariance.add(bias * deviations / f)
        sum.add(sumMean + deviations)
        sumVariance.add(deviations * deviations)
        allVariance.add((deviations + bias) * (deviations + bias))
      }
    }
    expect(mean, expected.mean, "mean of a weight")
    expect(variance, expected.variance, "variance of a weight")
    expect(fourth, expected.fourth, "fourth central moment of a weight")
    if fanIn > 1 { expect(covariance, expected.covariance, "covariance of two weights") }
    expect(biasMean, expected.mean, "mean of a bias")
    expect(biasVariance, expected.variance, "variance of a bias")
    expect(biasCovariance, expected.covariance, "covariance of weight and bias")
    expect(sum, sumMean, "sum of the weights")
    expect(
      sumVariance,
      f * expected.variance + f * (f - 1) * expected.covariance,
      "variance of the sum of the weights"
    )
    expect(
      allVariance,
      (f + 1) * expected.variance + (f + 1) * f * expected.covariance,
      "variance of the sum of weights and bias"
    )
  }

  private func expect(_ found: BatchMean, _ expected: Double, _ what: Comment) {
    #expect(
      found.agrees(with: expected),
      "\(what): found \(found.mean), expected \(expected), \(found.deviation(from: expected)) errors"
    )
  }

  /// With variance 10⁻¹² only replaced entries are visible.
  private func replacements(fanIn: Int, rows: Int) throws -> [(index: Int, value: Double)] {
    let layer = Making.layer(rows, fanIn, seed: 5)
    let scheme = try Making.scheme("raai:variance=1e-12")
    let weights = try scheme.weights(of: layer).values(0..<rows * fanIn, as: Double.self)
    let biases = try scheme.biases(of: layer).values(0..<rows, as: Double.self)
    return (0..<rows).map { row in
      let entries = Array(weights[row * fanIn..<(row + 1) * fanIn]) + [biases[row]]
      let visible = entries.indices.filter { entries[$0] > 1e-4 }
      #expect(visible.count == 1, "each neuron has one replaced entry")
      return (visible.first ?? 0, entries[visible.first ?? 0])
    }
  }

  /// χ² with 6 degrees of freedom exceeds 29.4 in 5 of 10⁵ cases.
  @Test("Every entry, the bias included, is replaced as often")
  func index() throws {
    let rows = 14_000
    var counts = Array(repeating: 0.0, count: 7)
    for (index, _) in try replacements(fanIn: 6, rows: rows) { counts[index] += 1 }
    let expected = Double(rows) / 7
    let chiSquare = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    #expect(chiSquare < 29.4)
  }

  /// √n times the Kolmogorov distance exceeds 2.3 in 5 of 10⁵ cases.
  @Test("The square of what replaces an entry is uniform, so that it follows Beta(2, 1)")
  func value() throws {
    let squares = try replacements(fanIn: 3, rows: 10_000).map { $0.value * $0.value }.sorted()
    let n = Double(squares.count)
    let distance = squares.enumerated().reduce(0) { greatest, entry in
      let (rank, value) = (Double(entry.offset), entry.element)
      return max(greatest, value - rank / n, (rank + 1) / n - value)
    }
    #expect(distance * n.squareRoot() < 2.3)
    #expect(squares.first ?? -1 > 0 && squares.last ?? 2 <= 1)
  }

  @Test("A layer without bias holds the same weights")
  func withoutBias() throws {
    var layer = Making.layer(10, 5)
    let with = try Making.weights("raai", layer)
    layer.hasBias = false
    #expect(try Making.weights("raai", layer) == with)
  }
}
