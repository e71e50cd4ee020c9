import Testing
import WeightInit
import WeightVerification

@Suite("Stacks of matrices")
struct StackedTests {
  private let law = TensorLaw.stacked([
    LawBlock(rows: 24, count: 3, law: .orthogonal(gain: 1)),
    LawBlock(rows: 8, law: .constant(0)),
  ])

  private func draw(_ claim: String, rows: Int, stream: String) throws -> [Double] {
    let scheme = try InitializerRegistry.builtIn.resolve(claim).initializer
    let layer = LayerContext(name: stream, neurons: rows, fanIn: 24, seed: 5)
    return try scheme.weights(of: layer).values(0..<rows * 24, as: Float.self).map(Double.init)
  }

  @Test(
    "follow the law of each matrix, in any storage order and chunking",
    arguments: [false, true]
  )
  func consistent(isTransposed: Bool) throws {
    var values: [Double] = []
    for gate in 0..<3 { values += try draw("orthogonal", rows: 24, stream: "gate\(gate)") }
    values += Array(repeating: 0, count: 8 * 24)
    for chunkLength in [7, 1000] {
      let report = try Case(
        rows: 80,
        columns: 24,
        law: law,
        values: values,
        isTransposed: isTransposed
      )
      .report(chunkLength: chunkLength)
      #expect(report.verdict == .consistent)
      #expect(report.tensors.first?.tests.count { $0.test == "orthogonality" } == 3)
    }
  }

  @Test("One matrix of all gates is not a stack of orthogonal gates")
  func fused() throws {
    let values =
      try draw("orthogonal", rows: 72, stream: "all") + Array(repeating: 0, count: 8 * 24)
    let report = try Case(rows: 80, columns: 24, law: law, values: values).report()
    #expect(report.verdict == .inconsistent)
    #expect(report.tests(.inconsistent).contains("orthogonality"))
  }

  @Test("A stack of another number of rows cannot be judged")
  func wrongSize() throws {
    let report = try Case(
      rows: 4,
      columns: 24,
      law: law,
      values: Array(repeating: 0, count: 96)
    )
    .report()
    #expect(report.verdict == .cannotTell)
  }
}
