import Foundation

/// Matrices of known laws, made from their definitions.
extension Generator {
  /// Rows N(0, s²(I − κ J/n)) with κ = k/(1 + k): deviations from the mean, plus a common part.
  mutating func commonPartRows(_ rows: Int, _ n: Int, scale: Double, k: Double) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rows * n)
    let length = Double(n)
    for _ in 0..<rows {
      let row = normals(n)
      let mean = row.reduce(0, +) / length
      let common = normal() / (length * (1 + k)).squareRoot()
      for value in row { result.append(scale * (value - mean + common)) }
    }
    return result
  }

  /// How the replaced entry of a neuron is chosen and drawn.
  struct Replacement {
    /// The index among fan-in + 1 entries, the last of which is the bias.
    var index: (inout Generator, Int) -> Int = { $0.below($1) }
    var value: (inout Generator) -> Double = { $0.uniform().squareRoot() }
    var count = 1
  }

  /// Weights and biases of RAAI, or of something like it.
  mutating func replacedEntry(
    _ rows: Int,
    _ fanIn: Int,
    variance: Double = 0.9,
    k: Double = 100,
    _ replacement: Replacement = .init()
  ) -> (weights: [Double], biases: [Double]) {
    let n = fanIn + 1
    var matrix = commonPartRows(rows, n, scale: (variance / Double(fanIn)).squareRoot(), k: k)
    var (weights, biases): ([Double], [Double]) = ([], [])
    for row in 0..<rows {
      for _ in 0..<replacement.count {
        matrix[row * n + replacement.index(&self, n)] = replacement.value(&self)
      }
      weights += matrix[row * n..<row * n + fanIn]
      biases.append(matrix[row * n + fanIn])
    }
    return (weights, biases)
  }

  /// The Q of a QR factorization of a normal n × n matrix by Householder reflections; with the signs
  /// of R's diagonal as LAPACK leaves them unless they are fixed.
  mutating func orthogonal(_ n: Int, fixesSigns: Bool = true, gain: Double = 1) -> [Double] {
    var columns = (0..<n).map { _ in normals(n) }
    var vectors: [(from: Int, vector: [Double])] = []
    var signs: [Double] = []
    for j in 0..<n {
      var x = Array(columns[j][j...])
      let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // LAPACK: beta = −sign(x₀) norm; the last column of a square matrix is not reflected.
      let beta = j == n - 1 ? x[0] : (x[0] >= 0 ? -norm : norm)
      signs.append(beta >= 0 ? 1 : -1)
      if j == n - 1 { break }
      x[0] -= beta
      let square = x.reduce(0) { $0 + $1 * $1 }
      for i in j + 1..<n {
        var product = 0.0
        for (offset, value) in x.enumerated() { product += value * columns[i][j + offset] }
        let factor = 2 * product / square
        for (offset, value) in x.enumerated() { columns[i][j + offset] -= factor * value }
      }
      vectors.append((j, x.map { $0 / square.squareRoot() }))
    }
    var q = (0..<n).map { column in (0..<n).map { $0 == column ? 1.0 : 0.0 } }
    for (j, x) in vectors.reversed() {
      for i in j..<n {
        var product = 0.0
        for (offset, value) in x.enumerated() { product += value * q[i][j + offset] }
        for (offset, value) in x.enumerated() { q[i][j + offset] -= 2 * product * value }
      }
    }
    var result = [Double](repeating: 0, count: n * n)
    for column in 0..<n {
      let factor = gain * (fixesSigns ? signs[column] : 1)
      for row in 0..<n { result[row * n + column] = factor * q[column][row] }
    }
    return result
  }

  /// Student's t with degrees of freedom, scaled to variance 1.
  mutating func student(_ freedom: Int) -> Double {
    var square = 0.0
    for _ in 0..<freedom {
      let value = normal()
      square += value * value
    }
    let t = normal() / (square / Double(freedom)).squareRoot()
    return t / (Double(freedom) / Double(freedom - 2)).squareRoot()
  }
}
