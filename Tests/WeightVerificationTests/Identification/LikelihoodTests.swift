import Foundation
import Testing
import WeightInit

@testable import WeightVerification

/// Densities against their definitions, by elimination and by numerical integration.
@Suite("Likelihoods")
struct LikelihoodTests {
  private func evidence(
    _ rows: Int,
    _ columns: Int,
    _ values: [Double],
    laws: [TensorLaw] = []
  ) throws -> TensorEvidence {
    var source = MemorySource()
    source.add("w", [rows, columns], values, as: .float64)
    let order = AxisOrder(logicalShape: [rows, columns])
    let geometry = try #require(MatrixGeometry(order))
    return try TensorEvidence.gathered(
      from: MatrixStream(0, of: source, order: order, geometry: geometry),
      channelLength: 1,
      laws: laws
    )
  }

  /// log N(x; 0, scale (I − share J)), by elimination.
  private func logNormal(_ x: [Double], scale: Double, share: Double) -> Double {
    let n = x.count
    var matrix = (0..<n).map { i in
      (0..<n).map { j in scale * ((i == j ? 1 : 0) - share) } + [x[i]]
    }
    var logDeterminant = 0.0
    for pivot in 0..<n {
      logDeterminant += log(matrix[pivot][pivot])
      for row in pivot + 1..<max(n, pivot + 1) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot...n { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    var solution = Array(repeating: 0.0, count: n)
    for row in (0..<n).reversed() {
      let rest = (row + 1..<n).reduce(0) { $0 + matrix[row][$1] * solution[$1] }
      solution[row] = (matrix[row][n] - rest) / matrix[row][row]
    }
    let square = zip(x, solution).reduce(0) { $0 + $1.0 * $1.1 }
    return -0.5 * (Double(n) * log(2 * .pi) + logDeterminant + square)
  }

  @Test("anti-correlated rows have the density of their covariance")
  func anticorrelated() throws {
    var generator = TestGenerator(seed: 1)
    let values = generator.normals(5 * 4, scale: 0.5)
    let found = try evidence(5, 4, values)
    for k in [0.0, 3, 100, -0.5] {
      let law = TensorLaw.anticorrelated(variance: 1.3, k: k)
      let expected = (0..<5).reduce(0) {
        let row = Array(values[$1 * 4..<$1 * 4 + 4])
        return $0 + logNormal(row, scale: 1.3 / 4, share: k / (1 + k) / 4)
      }
      let density = try #require(law.likelihood(of: found)?.logDensity)
      #expect(abs(density - expected) < 1e-9)
    }
  }

  @Test("rows with a replaced entry have the density that adds up all its places")
  func replacedEntry() throws {
    var generator = TestGenerator(seed: 2)
    let (rows, n) = (20, 5)
    let values = generator.replacedEntry(rows: rows, fanIn: n).weights
    let members = [(0.9, 100.0), (0.36, 0), (0.5, 4)]
    let laws = members.map { TensorLaw.replacedEntry(variance: $0.0, k: $0.1) }
    let found = try evidence(rows, n, values, laws: laws)
    for (law, (variance, k)) in zip(laws, members) {
      let (scale, share) = (variance / Double(n), k / (1 + k) / Double(n + 1))
      var expected = 0.0
      for row in 0..<rows {
        let w = Array(values[row * n..<row * n + n])
        // The bias, replaced or not, is another tensor.
        var density = exp(logNormal(w, scale: scale, share: share))
        for place in 0..<n where w[place] > 0 && w[place] <= 1 {
          var rest = w
          rest.remove(at: place)
          density += 2 * w[place] * exp(logNormal(rest, scale: scale, share: share))
        }
        expected += log(density / Double(n + 1))
      }
      let density = try #require(law.likelihood(of: found)?.logDensity)
      #expect(abs(density - expected) < 1e-8)
    }
  }

  @Test("independent entries have the density of their distribution")
  func independent() throws {
    let values = [-0.5, 0.25, 0.75, 1.5, -1.25, 0.125]
    let found = try evidence(2, 3, values)
    let normal = values.reduce(0) { $0 - 0.5 * pow(($1 - 0.1) / 0.7, 2) - log(0.7 * sqrt(2 * .pi)) }
    let law = Marginal.normal(mean: 0.1, standardDeviation: 0.7)
    let normalDensity = try #require(law.likelihood(of: found)?.logDensity)
    #expect(abs(normalDensity - normal) < 1e-12)
    let probability = erf(2 / sqrt(2.0))
    let truncated = values.reduce(0) {
      $0 - 0.5 * $1 * $1 - log(sqrt(2 * .pi) * probability)
    }
    let cut = Marginal.truncatedNormal(mean: 0, standardDeviation: 1, lower: -2, upper: 2)
    let cutDensity = try #require(cut.likelihood(of: found)?.logDensity)
    #expect(abs(cutDensity - truncated) < 1e-12)
    let uniform = Marginal.uniform(low: -2, high: 3)
    let uniformDensity = try #require(uniform.likelihood(of: found)?.logDensity)
    #expect(abs(uniformDensity + 6 * log(5)) < 1e-12)
    #expect(Marginal.uniform(low: -1, high: 3).likelihood(of: found) == nil)
  }

  /// The logarithm of the integral over log σ from a least σ to 12, by Simpson's rule.
  private func logIntegral(from least: Double, _ logDensity: (Double) -> Double) -> Double {
    let steps = 40_000
    let width = (12 - least) / Double(steps)
    let values = (0...steps).map { logDensity(exp(least + width * Double($0))) }
    let greatest = values.max() ?? 0
    var sum = 0.0
    for (step, value) in values.enumerated() {
      let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
      sum += weight * exp(value - greatest)
    }
    return greatest + log(sum * width / 3)
  }

  @Test("fitted scales are averaged over five decades")
  func averages() throws {
    var generator = TestGenerator(seed: 3)
    for count in [10, 200] {
      let values = generator.normals(count, scale: 0.3).map { max(-0.55, min(0.55, $0)) }
      let squares = values.reduce(0) { $0 + $1 * $1 }
      let n = Double(count)
      func logDensity(_ deviation: Double) -> Double {
        -n * log(deviation * sqrt(2 * .pi)) - squares / (2 * deviation * deviation)
      }
      let closed = FittedNormal.averagedLogDensity(count: n, squares: squares)
      let integral = logIntegral(from: -12, logDensity) - log(5 * log(10))
      #expect(abs(closed - integral) < 1e-6)
      let extreme = values.map(\.magnitude).max() ?? 0
      // γ(a, x) = ∫ t^(a−1) e^(−t) dt from 0 to x, with t = Σw²/(2σ²) for σ above half the extreme.
      let gamma = try #require(
        FittedTruncatedNormal.logLowerGamma(n / 2, 2 * squares / (extreme * extreme))
      )
      let whole = -log(2) + n / 2 * log(2 / squares) + gamma - n / 2 * log(2 * .pi)
      #expect(abs(whole - logIntegral(from: log(extreme / 2), logDensity)) < 1e-6)
    }
  }

  @Test("the separation of laws is that of their scales in standard errors")
  func separation() throws {
    let found = try evidence(40, 50, TestGenerator.sequence(2000)).size
    func normal(_ deviation: Double) -> TensorLaw {
      .independent(.normal(mean: 0, standardDeviation: deviation))
    }
    // z standard errors 1/√(2N) apart: z²/2.
    let z = 2.0
    let separation = normal(1).separation(from: normal(1 + z / 4000.0.squareRoot()), on: found)
    #expect(abs(separation - 2) < 0.15)
    #expect(normal(1).separation(from: normal(1), on: found) == 0)
    // With k = 0 anti-correlated rows are independent.
    let independent = TensorLaw.anticorrelated(variance: 50, k: 0)
    #expect(normal(1).separation(from: independent, on: found) < 1e-9)
    #expect(normal(1).separation(from: .independent(.uniform(low: -1, high: 1)), on: found) > 1e9)
    // N log of the ratio of two widths.
    let narrow = TensorLaw.independent(.uniform(low: -1, high: 1))
    let wide = TensorLaw.independent(.uniform(low: -1.001, high: 1.001))
    #expect(abs(narrow.separation(from: wide, on: found) - 2000 * log(1.001)) < 1e-6)
  }

  @Test(
    "the roundest number of an interval is what people type",
    arguments: [
      (0.0195, 0.0204, 0.02), (0.95, 1.05, 1), (-0.051, -0.049, -0.05), (1230, 1250, 1240),
      (-1, 1, 0), (0.0122, 0.0124, 0.0123),
      // Where there is no such number, the middle.
      (-Double.infinity, -1, -Double.infinity),
      (0x1p-1074, 0x1p-1074, 0x1p-1074),
    ] as [(Double, Double, Double)]
  )
  func roundNumbers(low: Double, high: Double, expected: Double) {
    #expect(RoundNumber.between(low, high) == expected)
  }
}

extension TestGenerator {
  fileprivate static func sequence(_ count: Int) -> [Double] {
    var generator = TestGenerator(seed: 5)
    return generator.normals(count)
  }
}
