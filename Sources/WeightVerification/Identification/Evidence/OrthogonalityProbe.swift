/// Whether the rows of a matrix, or its columns when they are fewer, are orthonormal up to a gain.
///
/// With Q the vectors as rows, ⟨Qᵀx, Qᵀy⟩ = gain² ⟨x, y⟩ for every x and y if and only if they are.
/// A few fixed x and y tell, with O(rows + columns) memory: for independent entries the two sides
/// differ by about 1/√n, n the longer side.
struct OrthogonalityProbe {
  private static let probeCount = 4

  private let rows: Int
  private let columns: Int
  private let probes: [[Double]]
  private var images: [[Double]]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let (short, long) = (min(rows, columns), max(rows, columns))
    guard short > 1 else {
      probes = []
      images = []
      return
    }
    var generator = SplitMix64(seed: 0x0070_726F_6265)
    probes = (0..<Self.probeCount).map { _ in
      (0..<short).map { _ in 2 * generator.nextUniform() - 1 }
    }
    images = Array(repeating: Array(repeating: 0, count: long), count: Self.probeCount)
  }

  mutating func add(_ run: ElementRun) {
    for probe in probes.indices {
      var (row, column) = (run.row, run.column)
      for value in run.values {
        if rows <= columns {
          images[probe][column] += probes[probe][row] * value
        } else {
          images[probe][row] += probes[probe][column] * value
        }
        row += run.rowStep
        column += run.columnStep
      }
    }
  }

  /// The gain, or `nil` when the vectors are not orthonormal up to rounding.
  func gain(sumOfSquares: Double, grid: ElementGrid) -> Double? {
    let (short, long) = (min(rows, columns), max(rows, columns))
    // Two or three vectors of a coarse type may be orthogonal by chance.
    guard short >= (grid.isCoarse ? 4 : 2), sumOfSquares > 0 else { return nil }
    let square = sumOfSquares / Double(short)
    // Twenty times what rounding leaves, and what a computation in float32 loses.
    let allowed = 8 * grid.unitRoundoff / Double(long).squareRoot() + 1e-5
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for i in probes.indices {
      for j in i..<probes.count {
        let size = (product(probes[i], probes[i]) * product(probes[j], probes[j])).squareRoot()
        let expected = square * product(probes[i], probes[j])
        guard abs(product(images[i], images[j]) - expected) <= allowed * square * size else {
          return nil
        }
      }
    }
    return square.squareRoot()
  }
}
