import WeightInit

@testable import WeightVerification

/// A matrix in memory whose maker is sought.
func identify(
  _ rows: Int,
  _ columns: Int,
  _ values: [Double],
  as type: ElementType = .float32,
  biases: [Double]? = nil,
  registry: InitializerRegistry = .builtIn,
  chunkLength: Int = 1000
) throws -> IdentificationReport {
  var source = MemorySource()
  source.chunkLength = chunkLength
  source.add("fc.weight", [rows, columns], values, as: type)
  let layer = LayerContext(
    name: "fc",
    neurons: rows,
    fanIn: columns,
    hasBias: biases != nil,
    seed: 0
  )
  var subjects = [
    IdentificationSubject(
      tensor: "fc.weight",
      role: .weight,
      layer: layer,
      order: AxisOrder(logicalShape: [rows, columns]),
      bias: biases == nil ? nil : "fc.bias"
    )
  ]
  if let biases {
    source.add("fc.bias", [biases.count], biases, as: type)
    subjects.append(
      IdentificationSubject(
        tensor: "fc.bias",
        role: .bias,
        layer: layer,
        order: AxisOrder(logicalShape: [biases.count])
      )
    )
  }
  return try SchemeIdentifier(registry: registry).identify(source, subjects: subjects)
}

extension TensorIdentification {
  /// All claims of the best answer.
  var bestClaims: [String] {
    guard best != nil, let answer = candidates.first else { return [] }
    return [answer.claim] + answer.sameLaw + answer.indistinguishable
  }

  /// All claims of the answers that carry the probability.
  var claimsOfSet: [String] {
    candidates.prefix(setSize).flatMap { [$0.claim] + $0.sameLaw + $0.indistinguishable }
  }

  var findingNames: [String] { findings.map(\.finding) }
}
