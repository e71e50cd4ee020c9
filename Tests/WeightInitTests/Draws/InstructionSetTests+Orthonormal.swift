import CWeightKernels
import Testing
import WeightInit

extension InstructionSetTests {
  @Test(
    "Every instruction set gives the same bits of an orthonormal matrix",
    arguments: [(1, 1), (5, 3), (66, 65), (129, 112), (300, 70)]
  )
  func orthonormalBits(rows: Int, columns: Int) {
    let before = InstructionSet.current
    defer { _ = before.select() }
    let stream = RandomStream(seed: 6, path: "matrix", role: "weight")
    var vectors = [Double](repeating: 0, count: rows * columns)
    vectors.withUnsafeMutableBufferPointer { stream.fillNormal(from: 0, into: $0) }
    var expected: [UInt64]?
    for set in InstructionSet.available {
      #expect(set.select())
      var matrix = vectors
      #expect(wk_orthonormal(&matrix, rows, columns, 1, nil) == 0)
      let bits = matrix.map(\.bitPattern)
      #expect(bits == expected ?? bits, "\(set)")
      expected = bits
    }
  }
}
