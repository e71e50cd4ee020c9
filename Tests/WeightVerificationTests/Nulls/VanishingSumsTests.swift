import Testing
import WeightInit

@testable import WeightVerification

/// Under infinite k the weights into a neuron add up to 0, up to rounding and no further.
@Suite struct VanishingSumsTests {
  private static let claimed = TensorLaw.anticorrelated(variance: 2, k: .infinity)

  /// The verdict of the rule, for rows on the first axis and on the last.
  private func verdicts(
    _ values: [Double],
    rows: Int,
    columns: Int,
    as type: ElementType
  ) throws -> [Verdict?] {
    try [false, true].map { isTransposed in
      var source = MemorySource()
      source.add(
        "w",
        isTransposed ? [columns, rows] : [rows, columns],
        isTransposed ? transposed(values, rows: rows, columns: columns) : values,
        as: type
      )
      let order = AxisOrder(
        logicalShape: [rows, columns],
        permutation: isTransposed ? [1, 0] : [0, 1]
      )
      let claim = TensorClaim(tensor: "w", claim: "aci:k=inf", law: Self.claimed, order: order)
      let tests = try Verifier().verify(source, claims: [claim]).tensors.first?.tests
      return tests?.first { $0.test == "row-sums" }?.verdict
    }
  }

  /// Rows whose mean is subtracted in float64.
  private func centred(rows: Int, columns: Int, seed: Int) -> [Double] {
    var generator = TestGenerator(seed: seed)
    return (0..<rows).flatMap { _ in
      let row = generator.normals(columns)
      let mean = row.reduce(0, +) / Double(columns)
      return row.map { (2 / Double(columns)).squareRoot() * ($0 - mean) }
    }
  }

  @Test(
    "rounding is allowed, also where the weights of a row are small, and where sums are long",
    arguments: [2, 3, 64, 1024, 20_000],
    [ElementType.float64, .float32, .bfloat16, .float16]
  )
  func allowsRounding(columns: Int, type: ElementType) throws {
    let rows = columns < 5000 ? 200 : 20
    let values = centred(rows: rows, columns: columns, seed: columns)
    #expect(
      try verdicts(values, rows: rows, columns: columns, as: type) == [.consistent, .consistent]
    )
  }

  /// Every weight of a row is too large by the same, so that the sum is 64 u √(Σw²): four times what is
  /// allowed for float32.
  @Test("a sum beyond rounding is refused", arguments: [64, 1024, 20_000])
  func refusesExcess(columns: Int) throws {
    var values = centred(rows: 20, columns: columns, seed: 1)
    let size = (2 / Double(columns)).squareRoot()
    for index in 0..<columns { values[index] += size * 0x1p-24 * 64 / Double(columns).squareRoot() }
    #expect(
      try verdicts(values, rows: 20, columns: columns, as: .float32)
        == [.inconsistent, .inconsistent]
    )
    // In float64, where rounding is finer, a far smaller excess.
    values = centred(rows: 20, columns: columns, seed: 1)
    values[0] += 1e-12
    #expect(
      try verdicts(values, rows: 20, columns: columns, as: .float64)
        == [.inconsistent, .inconsistent]
    )
  }
}
