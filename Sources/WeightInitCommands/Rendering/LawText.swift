import WeightInit

/// Laws in words.
enum LawText {
  /// A law on one line.
  static func describe(_ law: TensorLaw) -> String {
    switch law {
    case .constant(let value): "exactly \(NumberText.short(value))"
    case .independent(let marginal): describe(marginal)
    case .anticorrelated(let variance, let k):
      "normal, σ_w² = \(NumberText.short(variance)), k = \(NumberText.short(k)) within a neuron"
    case .replacedEntry(let variance, let k):
      "normal, σ_w² = \(NumberText.short(variance)), k = \(NumberText.short(k)), one entry of a "
        + "neuron Beta(2, 1)"
    case .replacedEntryBias: "as the weights of its neuron"
    case .orthogonal(let gain): "orthogonal (Haar), gain \(NumberText.short(gain))"
    case .mirrored(let submatrix, let rows, let columns, _, _):
      "mirrored "
        + [rows ? "outputs" : nil, columns ? "inputs" : nil].compactMap(\.self)
        .joined(separator: " and ") + " of: " + describe(submatrix)
    case .partialIdentity: "partial identity"
    case .hadamard(let scale): "Hadamard, ±\(NumberText.short(scale))"
    case .sparse(let zeroCount, let line, let standardDeviation):
      "normal, std \(NumberText.short(standardDeviation)), \(zeroCount) zeros among the weights "
        + (line == .neuron ? "into each neuron" : "out of each input")
    case .centerTap(let channels, _, _, _): "centre tap: " + describe(channels)
    case .stacked(let blocks):
      blocks.count == 1
        ? "\(blocks[0].count) matrices of \(blocks[0].rows) rows, each: " + describe(blocks[0].law)
        : "stack of "
          + blocks.map { "\($0.rows) rows: " + describe($0.law) }.joined(separator: "; ")
    }
  }

  private static func describe(_ marginal: Marginal) -> String {
    switch marginal {
    case .normal(let mean, let standardDeviation):
      "normal, mean \(NumberText.short(mean)), std \(NumberText.short(standardDeviation))"
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      "normal, mean \(NumberText.short(mean)), std \(NumberText.short(standardDeviation)), "
        + "truncated at \(NumberText.short(lower)) and \(NumberText.short(upper)) std"
    case .uniform(let low, let high):
      "uniform from \(NumberText.short(low)) to \(NumberText.short(high))"
    case .discrete(let values, _):
      values.count <= 4
        ? "one of " + values.map { NumberText.short($0) }.joined(separator: ", ")
        : "one of \(values.count) values"
    }
  }
}
