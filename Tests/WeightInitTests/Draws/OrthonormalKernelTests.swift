import CWeightKernels
import Dispatch
import Testing
import WeightInit

@Suite("Orthonormal matrices")
struct OrthonormalKernelTests {
  /// The orthonormal matrix of some vectors, column after column.
  private static func orthonormal(
    _ vectors: [Double],
    rows: Int,
    columns: Int,
    threads: Int = 1
  ) -> [Double] {
    var matrix = vectors
    let status = wk_orthonormal(&matrix, rows, columns, threads) { threads, context, body in
      nonisolated(unsafe) let context = context
      DispatchQueue.concurrentPerform(iterations: threads) { body?(context, $0) }
    }
    #expect(status == 0)
    return matrix
  }

  private static func normals(_ rows: Int, _ columns: Int) -> [Double] {
    let stream = RandomStream(seed: 5, path: "\(rows) x \(columns)", role: "weight")
    var values = [Double](repeating: 0, count: rows * columns)
    values.withUnsafeMutableBufferPointer { stream.fillNormal(from: 0, into: $0) }
    return values
  }

  /// The greatest difference from the identity among the products of columns with themselves, their
  /// neighbours and columns of other panels and strips.
  private static func deviation(_ matrix: [Double], rows: Int, columns: Int) -> Double {
    var greatest = 0.0
    matrix.withUnsafeBufferPointer { values in
      for i in 0..<columns {
        for distance in [0, 1, 2, 17, 48, 64, 100] where i + distance < columns {
          let j = i + distance
          var product = 0.0
          for k in 0..<rows { product += values[i * rows + k] * values[j * rows + k] }
          greatest = max(greatest, abs(product - (i == j ? 1 : 0)))
        }
      }
    }
    return greatest
  }

  private static func bits(_ matrix: [Double]) -> [UInt64] { matrix.map(\.bitPattern) }

  /// The error of r reflections of vectors of length m is at most r times a small constant, here 10,
  /// times m roundings (Higham, Accuracy and Stability of Numerical Algorithms, lemma 19.3).
  @Test("Matrices equal the product of explicit reflections, and so the Q of LAPACK's QR")
  func knownAnswers() throws {
    let vectors = try OrthonormalVectors.load()
    for known in vectors.cases {
      let found = Self.orthonormal(
        known.numerators.map { $0 / vectors.denominator },
        rows: known.rows,
        columns: known.columns
      )
      let tolerance = 10 * Double(known.columns * known.rows) * 0x1p-53
      for (index, expected) in known.expected.enumerated() {
        let (kept, row) = index.quotientAndRemainder(dividingBy: known.rows)
        let value = found[known.keptColumns[kept] * known.rows + row]
        #expect(abs(value - expected) <= tolerance, "\(known.name), row \(row), column \(kept)")
      }
    }
  }

  private static let shapes = [
    (1, 1), (9, 1), (5, 3), (64, 64), (65, 65), (129, 112), (300, 70), (513, 513),
  ]

  /// Roundings of float64 add up at random: some ten times the root of the length.
  ///
  /// Rounding both columns to float32 changes their product by at most 2 · 2⁻²⁴ Σ|q q′| ≤ 2⁻²³.
  @Test("Columns are as orthonormal as the element type allows", arguments: shapes)
  func isometry(rows: Int, columns: Int) {
    let matrix = Self.orthonormal(Self.normals(rows, columns), rows: rows, columns: columns)
    let bound = 10 * Double(rows).squareRoot() * 0x1p-53
    #expect(Self.deviation(matrix, rows: rows, columns: columns) <= bound)
    let floats = matrix.map { Double(Float($0)) }
    #expect(Self.deviation(floats, rows: rows, columns: columns) <= 0x1.0001p-23 + bound)
  }

  @Test("Vectors that are zero, depend on each other or leave the range still give a basis")
  func degenerate() {
    let (rows, columns) = (130, 110)
    var vectors = Self.normals(rows, columns)
    for column in 0..<columns {
      let elements = column * rows..<(column + 1) * rows
      switch column % 5 {
      case 0: for index in elements { vectors[index] = 0 }
      case 1: for index in elements.dropFirst(column + 1) { vectors[index] = 0 }
      case 2: for index in elements { vectors[index] = 3 }
      case 3: for index in elements { vectors[index] *= column % 2 == 0 ? 0x1p-1040 : 0x1p1020 }
      default: break
      }
    }
    let matrix = Self.orthonormal(vectors, rows: rows, columns: columns)
    let bound = 10 * Double(rows).squareRoot() * 0x1p-53
    #expect(Self.deviation(matrix, rows: rows, columns: columns) <= bound)
  }

  @Test(
    "One, two and three threads give the same bits",
    arguments: [(5, 3), (129, 112), (300, 70), (200, 200)]
  )
  func threads(rows: Int, columns: Int) {
    let vectors = Self.normals(rows, columns)
    let alone = Self.bits(Self.orthonormal(vectors, rows: rows, columns: columns))
    for threads in 2...3 {
      let shared = Self.orthonormal(vectors, rows: rows, columns: columns, threads: threads)
      #expect(Self.bits(shared) == alone)
    }
  }

  @Test("A plan draws the same orthogonal bytes with any number of jobs")
  func jobs() throws {
    for claim in ["orthogonal", "gsm:submatrix=orthogonal"] {
      var plan = try Making.plan(
        #"{"seed": 3, "initializer": "\#(claim)", "input": 320, "layers": [{"dense": 280}, {"dense": 264}]}"#
      )
      let alone = try plan.tensors.indices.map { try Making.bytes(plan, $0) }
      plan.jobs = 3
      #expect(try plan.tensors.indices.map { try Making.bytes(plan, $0) } == alone)
    }
  }
}
