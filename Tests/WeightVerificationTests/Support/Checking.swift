import WeightInit
import WeightVerification

/// A matrix in memory with a claim, and how to verify it.
struct Case {
  var rows: Int
  var columns: Int
  var law: TensorLaw
  var values: [Double]
  var type = ElementType.float32
  var biases: [Double]?
  /// Whether the file holds the transpose: (in, out) instead of (out, in).
  var isTransposed = false

  func report(
    alpha: Double = 0.001,
    memoryBudget: Int = 1 << 30,
    chunkLength: Int = 1000,
    margin: Double? = nil
  ) throws -> VerificationReport {
    var source = MemorySource()
    source.chunkLength = chunkLength
    if isTransposed {
      source.add(
        "w",
        [columns, rows],
        transposed(values, rows: rows, columns: columns),
        as: type
      )
    } else {
      source.add("w", [rows, columns], values, as: type)
    }
    if let biases { source.add("b", [biases.count], biases, as: type) }
    let claim = TensorClaim(
      tensor: "w",
      claim: "test",
      law: law,
      order: AxisOrder(logicalShape: [rows, columns], permutation: isTransposed ? [1, 0] : nil),
      bias: biases == nil ? nil : "b"
    )
    let verifier = try Verifier(alpha: alpha, memoryBudget: memoryBudget, margin: margin)
    return try verifier.verify(source, claims: [claim])
  }
}

extension VerificationReport {
  /// The results of a test of the first tensor.
  func result(_ test: String) -> TestResult? {
    tensors.first?.tests.first { $0.test == test }
  }

  /// The names of the tests of the first tensor with a verdict.
  func tests(_ verdict: Verdict) -> [String] {
    (tensors.first?.tests ?? []).filter { $0.verdict == verdict }.map(\.test)
  }
}
