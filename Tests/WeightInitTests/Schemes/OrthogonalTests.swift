import Testing
import WeightInit

@Suite("Orthogonal")
struct OrthogonalTests {
  private static let shapes = [
    (1, 1), (1, 7), (7, 1), (2, 2), (5, 3), (3, 5), (33, 32), (31, 64), (70, 40), (64, 64),
  ]

  @Test("The shorter side is orthonormal to the accuracy of the element type", arguments: shapes)
  func orthonormal(rows: Int, columns: Int) throws {
    for gain in [1.0, 1.5] {
      let layer = Making.layer(rows, columns, seed: 77)
      let claim = "orthogonal:gain=\(gain)"
      let exact = Matrix(try Making.weights(claim, layer), rows: rows, columns: columns)
      let floats = try Making.weights(claim, layer, as: Float.self).map { Double($0) }
      let rounded = Matrix(floats, rows: rows, columns: columns)
      let square = gain * gain
      let sides = (rows >= columns ? (exact, rounded) : (exact.transpose, rounded.transpose))
      #expect(sides.0.distanceFromIsometry(scale: square) < 1e-13 * square)
      #expect(sides.1.distanceFromIsometry(scale: square) < 1e-6 * square)
    }
  }

  @Test("The kernel of a convolution is a matrix of output channels by all that feeds one")
  func convolution() throws {
    let layer = Making.convolution(8, channels: 4, kernel: [3, 3])
    let matrix = Matrix(try Making.weights("orthogonal", layer), rows: 8, columns: 36)
    #expect(matrix.transpose.distanceFromIsometry() < 1e-13)
  }

  /// Under Haar's measure on O(n) the trace has mean 0, and variance 1 for n ≥ 2; without the signs
  /// of R's diagonal its mean is far from 0.
  @Test(
    "The matrix is Haar-distributed: traces and entries have their moments",
    arguments: [1, 2, 5]
  )
  func haar(size: Int) throws {
    var trace = BatchMean()
    var square = BatchMean()
    var fourth = BatchMean()
    for seed in 0..<600 {
      let layer = Making.layer(size, size, seed: UInt64(seed))
      let matrix = Matrix(
        try Making.weights("orthogonal", layer),
        rows: size,
        columns: size
      )
      let sum = (0..<size).reduce(0) { $0 + matrix[$1, $1] }
      trace.add(sum)
      square.add(sum * sum)
      let corner = matrix[size - 1, 0]
      fourth.add(corner * corner * corner * corner)
    }
    #expect(trace.agrees(with: 0))
    #expect(square.agrees(with: 1))
    // E q⁴ = 3/(n(n + 2)).
    #expect(fourth.agrees(with: 3 / Double(size * (size + 2))))
  }
}
