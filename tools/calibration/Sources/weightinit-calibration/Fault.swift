import WeightInit
import WeightVerification

/// A file that differs from its claims in a known way.
struct Fault: Sendable {
  /// A tensor with what is claimed of it.
  struct Tensor: Sendable {
    var rows: Int
    var columns: Int
    var values: [Double]
    var law: TensorLaw
    var biases: [Double]?
    var biasLaw: TensorLaw?
    var type = ElementType.float32
  }

  var name: String
  /// What is known of the share that is rejected at alpha 0.05 and 0.001, by the matrices' size; from
  /// simulations of the statistical design.
  var expected: [Int: (Double, Double)] = [:]
  /// Makes the tensors for a size.
  var make: @Sendable (inout Generator, Int) -> [Tensor]

  /// The least adjusted p-value of a file; 0 when an exact rule is broken.
  func examine(_ generator: inout Generator, size: Int, correlations: Int) throws -> Double {
    var source = MemorySource()
    var claims: [TensorClaim] = []
    for (index, tensor) in make(&generator, size).enumerated() {
      let name = "w\(index)"
      source.add(name, [tensor.rows, tensor.columns], tensor.values, as: tensor.type)
      if let biases = tensor.biases {
        source.add("b\(index)", [biases.count], biases, as: tensor.type)
      }
      claims.append(
        TensorClaim(
          tensor: name,
          claim: self.name,
          law: tensor.law,
          order: AxisOrder(logicalShape: [tensor.rows, tensor.columns]),
          bias: tensor.biases == nil ? nil : "b\(index)"
        )
      )
      if let law = tensor.biasLaw {
        claims.append(
          TensorClaim(
            tensor: "b\(index)",
            claim: self.name,
            law: law,
            order: AxisOrder(logicalShape: [tensor.rows])
          )
        )
      }
    }
    let report = try Verifier(alpha: 0.05, correlationWork: correlations)
      .verify(source, claims: claims)
    let tests = report.tensors.flatMap(\.tests) + report.network
    var least = 1.0
    for test in tests {
      if test.p == nil, test.verdict == .inconsistent { return 0 }
      least = min(least, test.adjustedP ?? 1)
    }
    return least
  }
}
