internal import InitializationTheory
internal import RealModule
internal import WeightInit

extension TensorLaw {
  /// What part of a matrix is random in such a way that nothing in it repeats; `nil` for none.
  func recordedScope(rows: Int, columns: Int) -> StructureRecorder.Scope? {
    guard rows > 0, columns > 0 else { return nil }
    switch self {
    case .independent(let marginal):
      return marginal.recordedScope(rows: rows, columns: columns)
    case .anticorrelated, .replacedEntry, .orthogonal:
      return StructureRecorder.Scope(rows: rows, columns: columns, center: 0)
    case .sparse(let zeroCount, let line, _):
      let length = line == .neuron ? columns : rows
      guard zeroCount < length else { return nil }
      // Every line has so many entries that are not zero; lines across have as many as chance gives.
      let kept = length - zeroCount
      let across = Double(kept) * Double(line == .neuron ? rows : columns) / Double(length)
      let isFull = kept >= StructureRecorder.leastLength
      let isFullAcross = across - 6 * across.squareRoot() >= Double(StructureRecorder.leastLength)
      return StructureRecorder.Scope(
        rows: rows,
        columns: columns,
        center: 0,
        hasRandomRows: line == .neuron ? isFull : isFullAcross,
        hasRandomColumns: line == .neuron ? isFullAcross : isFull,
        // Wherever the zeros are.
        comparedLength: max(rows, columns)
      )
    case .mirrored(let submatrix, let mirrorsRows, let mirrorsColumns, let channelLength, _):
      guard channelLength >= 1 else { return nil }
      let channels = columns / channelLength
      return submatrix.recordedScope(
        rows: mirrorsRows ? rows / 2 : rows,
        columns: mirrorsColumns ? channels / 2 * channelLength : columns
      )
    case .centerTap(let channels, _, let tapCount, _):
      guard tapCount >= 1 else { return nil }
      let channelCount = columns / tapCount
      guard var result = channels.recordedScope(rows: rows, columns: channelCount),
        // A mirrored channel matrix is spread over all columns.
        result.rows == rows, result.columns == channelCount, channelCount >= result.leastLength
      else { return nil }
      result.columns = columns
      result.hasRandomColumns = false
      // Only one of the taps is not zero.
      result.comparedLength *= tapCount
      return result
    case .stacked(let blocks):
      return Self.recordedScope(of: blocks, rows: rows, columns: columns)
    case .constant, .replacedEntryBias, .partialIdentity, .hadamard:
      return nil
    }
  }

  /// The scope of a stack of which every matrix is random everywhere; `nil` for others.
  private static func recordedScope(
    of blocks: [LawBlock],
    rows: Int,
    columns: Int
  ) -> StructureRecorder.Scope? {
    var whole: StructureRecorder.Scope?
    for block in blocks {
      guard let scope = block.law.recordedScope(rows: block.rows, columns: columns),
        scope.rows == block.rows, scope.columns == columns
      else { return nil }
      guard var common = whole else {
        whole = scope
        continue
      }
      guard common.center == scope.center else { return nil }
      common.hasRandomRows = common.hasRandomRows && scope.hasRandomRows
      common.hasRandomColumns = common.hasRandomColumns && scope.hasRandomColumns
      common.leastLength = max(common.leastLength, scope.leastLength)
      common.comparedLength = max(common.comparedLength, scope.comparedLength)
      whole = common
    }
    whole?.rows = rows
    return whole
  }
}

extension Marginal {
  /// What of a matrix of independent entries cannot repeat.
  fileprivate func recordedScope(rows: Int, columns: Int) -> StructureRecorder.Scope? {
    switch self {
    case .normal(let mean, _):
      return .init(rows: rows, columns: columns, center: mean)
    case .uniform(let low, let high):
      return .init(rows: rows, columns: columns, center: low + (high - low) / 2)
    case .truncatedNormal(let mean, let deviation, let lower, let upper):
      guard lower != -upper else { return .init(rows: rows, columns: columns, center: mean) }
      let below =
        StandardNormal.cumulativeProbability(lower) / 2
        + StandardNormal.cumulativeProbability(upper) / 2
      let median = StandardNormal.quantile(below)
      guard median.isFinite else { return nil }
      return .init(rows: rows, columns: columns, center: mean + deviation * median)
    case .discrete(let values, let probabilities):
      guard isSymmetric(values, probabilities) else { return nil }
      // Two lines of some length agree up to their sign with a probability of 2 · 2^(−bits · length);
      // of all pairs none shall with one above 2⁻³³.
      let bits = -Double.log2(probabilities.reduce(0) { $0 + $1 * $1 })
      guard bits > 0 else { return nil }
      let pairs = 2 * Double.log2(Double(max(rows, columns)))
      let least = Int(((34 + pairs) / bits).rounded(.up))
      guard max(rows, columns) >= least else { return nil }
      return .init(
        rows: rows,
        columns: columns,
        center: 0,
        leastLength: least,
        comparedLength: max(256, least)
      )
    }
  }

  private func isSymmetric(_ values: [Double], _ probabilities: [Double]) -> Bool {
    let pairs = zip(values, probabilities)
    return pairs.allSatisfy { value, probability in
      pairs.contains { $0 == -value && $1 == probability }
    }
  }
}
