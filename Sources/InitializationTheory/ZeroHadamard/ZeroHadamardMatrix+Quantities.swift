extension TheoryQuantity {
  /// The quantity of ``ZeroHadamardMatrix``.
  static let zeroHadamard: [TheoryQuantity] = [
    TheoryQuantity(
      "zero.matrix",
      "The rows of ZerO's deterministic weight matrix",
      source: "Zhao et al. 2022, Algorithm 1",
      parameters: .integer("fan_out", "number of rows", in: printableLengths),
      .integer("fan_in", "number of columns", in: printableLengths),
      .name("scale", "scale of the Hadamard entries", default: ZeroHadamardMatrix.Scale.paper)
    ) { (fanOut, fanIn, scale) throws(TheoryError) in
      let matrix = try ZeroHadamardMatrix(fanOut: fanOut, fanIn: fanIn, scale: scale)
      return .matrix(
        (0..<fanOut).map { row in
          (0..<fanIn).map { matrix.entry(row: row, column: $0) }
        }
      )
    }
  ]

  /// A calculator answers with the whole matrix, so its sides are kept to what can be printed.
  private static let printableLengths = 1...1024
}
