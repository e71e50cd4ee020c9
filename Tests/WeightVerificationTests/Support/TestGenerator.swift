import Foundation

/// Random numbers of the tests, independent of the library's own streams.
struct TestGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x2545_F491_4F6C_DD1D &+ 0x1234_5678_9ABC_DEF1 }

  mutating func word() -> UInt64 {
    // xorshift64*, unlike the generator inside the verifier.
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }

  /// Uniform on (0, 1).
  mutating func uniform() -> Double { (Double(word() >> 12) + 0.5) * 0x1p-52 }

  /// Standard normal (Box & Muller).
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  mutating func normals(_ count: Int, scale: Double = 1) -> [Double] {
    (0..<count).map { _ in scale * normal() }
  }

  /// Anti-correlated rows from their definition: deviations from the mean, plus a common part.
  mutating func anticorrelated(
    rows: Int,
    columns: Int,
    variance: Double,
    k: Double
  ) -> [Double] {
    commonPartRows(
      rows: rows,
      columns: columns,
      scale: (variance / Double(columns)).squareRoot(),
      k: k
    )
  }

  /// Rows N(0, s²(I − κ J/n)).
  private mutating func commonPartRows(
    rows: Int,
    columns: Int,
    scale: Double,
    k: Double
  ) -> [Double] {
    let n = Double(columns)
    var result: [Double] = []
    for _ in 0..<rows {
      let row = normals(columns)
      let mean = row.reduce(0, +) / n
      let common = normal() / (n * (1 + k)).squareRoot()
      result += row.map { scale * ($0 - mean + common) }
    }
    return result
  }

  /// Weights and biases of RAI or RAAI; `replacement` gives the value that overwrites an entry.
  mutating func replacedEntry(
    rows: Int,
    fanIn: Int,
    variance: Double = 0.9,
    k: Double = 100,
    replacement: (inout TestGenerator) -> Double = { $0.uniform().squareRoot() }
  ) -> (weights: [Double], biases: [Double]) {
    let n = fanIn + 1
    var matrix = commonPartRows(
      rows: rows,
      columns: n,
      scale: (variance / Double(fanIn)).squareRoot(),
      k: k
    )
    var (weights, biases): ([Double], [Double]) = ([], [])
    for row in 0..<rows {
      let index = Int(uniform() * Double(n))
      matrix[row * n + index] = replacement(&self)
      weights += matrix[row * n..<row * n + fanIn]
      biases.append(matrix[row * n + fanIn])
    }
    return (weights, biases)
  }

  /// A Haar matrix: Gram–Schmidt, twice, of normal vectors.
  mutating func orthogonal(rows: Int, columns: Int, gain: Double = 1) -> [Double] {
    let (count, length) = (min(rows, columns), max(rows, columns))
    var vectors: [[Double]] = []
    for _ in 0..<count {
      var vector = normals(length)
      for _ in 0..<2 {
        for other in vectors {
          let product = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for i in 0..<length { vector[i] -= product * other[i] }
        }
      }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vectors.append(vector.map { $0 / norm })
    }
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        gain * (rows <= columns ? vectors[row][column] : vectors[column][row])
      }
    }
  }
}

/// A matrix with rows and columns exchanged.
func transposed(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
}
