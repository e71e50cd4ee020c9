extension TensorLaw {
  /// Whether the law speaks of rows or entries only, so that a stack of such matrices follows it too.
  var isOfRows: Bool {
    switch self {
    case .constant, .independent, .anticorrelated, .replacedEntry, .replacedEntryBias: true
    case .sparse(_, let line, _): line == .neuron
    case .orthogonal, .mirrored, .partialIdentity, .hadamard, .centerTap, .stacked: false
    }
  }

  /// Whether a matrix follows the law with its rows in any order.
  var ignoresRowOrder: Bool {
    switch self {
    case .constant, .independent, .anticorrelated, .replacedEntry, .replacedEntryBias, .orthogonal,
      .sparse:
      true
    case .mirrored, .partialIdentity, .hadamard, .centerTap, .stacked: false
    }
  }

  /// The law of some matrices that are stacked, neurons after neurons.
  ///
  /// - Parameter blocks: The law and the rows of each matrix.
  /// - Returns: The common law where it speaks of rows only, else ``stacked(_:)``.
  static func stack(_ blocks: [(law: TensorLaw, rows: Int)]) -> TensorLaw {
    var merged: [LawBlock] = []
    for (law, rows) in blocks {
      if let last = merged.last, last.law == law {
        if law.isOfRows {
          merged[merged.count - 1].rows += rows
          continue
        }
        if last.rows == rows {
          merged[merged.count - 1].count += 1
          continue
        }
      }
      merged.append(LawBlock(rows: rows, law: law))
    }
    if merged.count == 1, let only = merged.first, only.count == 1 { return only.law }
    return .stacked(merged)
  }

  /// The law of the values times a factor.
  ///
  /// - Parameter factor: The factor, at least 0.
  /// - Returns: `nil` for laws that fix a scale of their own (RAI, RAAI: one entry follows Beta(2, 1)).
  package func scaled(by factor: Double) -> TensorLaw? {
    guard factor != 0 else { return .constant(0) }
    switch self {
    case .constant(let value): return .constant(factor * value)
    case .independent(let marginal): return .independent(marginal.scaled(by: factor))
    case .anticorrelated(let variance, let k):
      return .anticorrelated(variance: factor * factor * variance, k: k)
    case .replacedEntry, .replacedEntryBias: return nil
    case .orthogonal(let gain): return .orthogonal(gain: factor * gain)
    case .mirrored(let submatrix, let rows, let columns, let channelLength, let leftover):
      return submatrix.scaled(by: factor).map {
        .mirrored(
          submatrix: $0,
          rows: rows,
          columns: columns,
          channelLength: channelLength,
          leftover: leftover?.scaled(by: factor)
        )
      }
    case .partialIdentity(let gain): return .partialIdentity(gain: factor * gain)
    case .sparse(let zeroCount, let line, let deviation):
      return .sparse(zeroCount: zeroCount, per: line, standardDeviation: factor * deviation)
    case .hadamard(let scale): return .hadamard(scale: factor * scale)
    case .centerTap(let channels, let tap, let tapCount, let groups):
      return channels.scaled(by: factor).map {
        .centerTap(channels: $0, tap: tap, tapCount: tapCount, groups: groups)
      }
    case .stacked(let blocks):
      var scaled: [LawBlock] = []
      for block in blocks {
        guard let law = block.law.scaled(by: factor) else { return nil }
        scaled.append(LawBlock(rows: block.rows, count: block.count, law: law))
      }
      return .stacked(scaled)
    }
  }
}

extension Marginal {
  /// The distribution of the values times a positive factor.
  func scaled(by factor: Double) -> Marginal {
    switch self {
    case .normal(let mean, let deviation):
      .normal(mean: factor * mean, standardDeviation: factor * deviation)
    case .truncatedNormal(let mean, let deviation, let lower, let upper):
      .truncatedNormal(
        mean: factor * mean,
        standardDeviation: factor * deviation,
        lower: lower,
        upper: upper
      )
    case .uniform(let low, let high): .uniform(low: factor * low, high: factor * high)
    case .discrete(let values, let probabilities):
      .discrete(values: values.map { factor * $0 }, probabilities: probabilities)
    }
  }
}
