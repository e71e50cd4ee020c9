import Testing
import WeightInit

@Suite("ACI")
struct AnticorrelatedTests {
  @Test(
    "Draws have the moments of equation 2",
    arguments: [2, 4, 16, 300],
    [-0.9, 0, 1, 100, 1e4, .infinity]
  )
  func moments(fanIn: Int, k: Double) throws {
    let rows = fanIn > 100 ? 2_000 : 12_000
    let layer = Making.layer(rows, fanIn, seed: 23)
    let weights = try Making.weights("aci:k=\(k),variance=2", layer)
    let n = Double(fanIn)
    let kappa = k.isInfinite ? 1 : k / (1 + k)
    let entryVariance = 2 / n * (1 - kappa / n)
    var mean = BatchMean()
    var variance = BatchMean()
    var fourth = BatchMean()
    var covariance = BatchMean()
    var sumVariance = BatchMean()
    weights.withUnsafeBufferPointer { weights in
      for row in 0..<rows {
        var sum = 0.0
        var squares = 0.0
        var fourths = 0.0
        for index in row * fanIn..<(row + 1) * fanIn {
          let square = weights[index] * weights[index]
          sum += weights[index]
          squares += square
          fourths += square * square
        }
        mean.add(sum / n)
        variance.add(squares / n)
        fourth.add(fourths / n)
        covariance.add((sum * sum - squares) / (n * (n - 1)))
        sumVariance.add(sum * sum)
      }
    }
    #expect(mean.agrees(with: 0), "\(mean.mean)")
    #expect(variance.agrees(with: entryVariance), "\(variance.mean), \(entryVariance)")
    #expect(fourth.agrees(with: 3 * entryVariance * entryVariance), "\(fourth.mean)")
    #expect(covariance.agrees(with: -2 / n * kappa / n), "\(covariance.mean)")
    #expect(sumVariance.agrees(with: k.isInfinite ? 0 : 2 / (1 + k)), "\(sumVariance.mean)")
  }

  @Test("At k = 0 the draws are the independent normals of variance σ²/n")
  func independent() throws {
    let layer = Making.layer(20, 30)
    #expect(
      try Making.weights("aci:k=0,variance=2", layer)
        == Making.weights("normal:std=\((2.0 / 30).squareRoot())", layer)
    )
  }

  @Test("At k = inf every row adds up to zero")
  func infinite() throws {
    for row in 0..<20 {
      let weights = try Making.weights("aci:k=inf", Making.layer(20, 40))
      #expect(abs(weights[row * 40..<(row + 1) * 40].reduce(0, +)) < 1e-14)
    }
    #expect(try Making.weights("aci:k=inf", Making.layer(5, 1)).allSatisfy { $0 == 0 })
  }

  /// Roundings that are independent leave a sum of about 2⁻²⁴ √(Σw²/3); eight times that is allowed.
  @Test("float32 rounds the weights of a long row independently, so that they still add up to 0")
  func longRows() throws {
    let fanIn = 20_000
    let fill = try Making.scheme("aci:k=inf").weights(of: Making.layer(6, fanIn))
    for row in 0..<6 {
      let weights: [Float] = fill.values(row * fanIn..<(row + 1) * fanIn)
      let squares = weights.reduce(0) { $0 + Double($1) * Double($1) }
      let sum = weights.reduce(0) { $0 + Double($1) }
      #expect(abs(sum) < 8 * 0x1p-24 * (squares / 3).squareRoot())
    }
  }

  @Test(
    "Finite strengths of any size approach the infinite one",
    arguments: [1e20, 1e300, 1.7976931348623157e308]
  )
  func strong(k: Double) throws {
    let layer = Making.layer(6, 9)
    for claim in ["aci", "raai"] {
      let finite = try Making.weights("\(claim):k=\(k)", layer)
      let infinite = try Making.weights("\(claim):k=inf", layer)
      #expect(zip(finite, infinite).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test("Strengths just above -1 give finite weights of the law's row sums")
  func weak() throws {
    let k = -1 + 0x1p-40
    let weights = try Making.weights("aci:k=\(k)", Making.layer(4_000, 4))
    var sumVariance = BatchMean()
    for row in 0..<4_000 {
      let sum = weights[row * 4..<(row + 1) * 4].reduce(0, +)
      sumVariance.add(sum * sum)
    }
    #expect(sumVariance.agrees(with: 2 * 0x1p40))
  }
}
