import InitializationTheory
import Testing

@Suite("ZerO's deterministic matrix")
struct ZeroHadamardMatrixTests {
  @Test("Square and wide matrices are identities", arguments: [(1, 1), (5, 5), (2, 7)])
  func identity(fanOut: Int, fanIn: Int) throws {
    for scale in ZeroHadamardMatrix.Scale.allCases {
      let matrix = try ZeroHadamardMatrix(fanOut: fanOut, fanIn: fanIn, scale: scale)
      for row in 0..<fanOut {
        for column in 0..<fanIn {
          #expect(matrix.entry(row: row, column: column) == (row == column ? 1 : 0))
        }
      }
    }
  }

  @Test(
    "Isometric columns are orthonormal when the number of rows is a power of two",
    arguments: [(2, 1), (8, 5), (64, 63)]
  )
  func orthonormalColumns(fanOut: Int, fanIn: Int) throws {
    let matrix = try ZeroHadamardMatrix(fanOut: fanOut, fanIn: fanIn, scale: .isometric)
    for first in 0..<fanIn {
      for second in 0..<fanIn {
        let product = (0..<fanOut).reduce(0.0) {
          $0 + matrix.entry(row: $1, column: first) * matrix.entry(row: $1, column: second)
        }
        #expect(abs(product - (first == second ? 1 : 0)) < 1e-15)
      }
    }
  }

  @Test("The paper's scale makes the squared norm of a column 2 fanOut / 2^m")
  func paperScale() throws {
    for (fanOut, order) in [(2, 1), (3, 2), (4, 2), (5, 3), (1000, 10), (1 << 40, 40)] {
      let matrix = try ZeroHadamardMatrix(fanOut: fanOut, fanIn: 1)
      let squaredNorm = matrix.magnitude * matrix.magnitude * Double(fanOut)
      let expected = 2 * Double(fanOut) / Double(1 << order)
      #expect(abs(squaredNorm / expected - 1) < 1e-15)
    }
  }

  @Test("A matrix without rows or columns is refused", arguments: [(0, 3), (3, 0), (-1, 3)])
  func outOfRange(fanOut: Int, fanIn: Int) {
    let error = #expect(throws: TheoryError.self) {
      try ZeroHadamardMatrix(fanOut: fanOut, fanIn: fanIn)
    }
    #expect(error?.code == .parameterOutOfRange)
  }
}
