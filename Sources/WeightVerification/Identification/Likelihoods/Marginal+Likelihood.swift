internal import InitializationTheory
internal import RealModule
internal import WeightInit

extension Marginal {
  /// The likelihood of independent entries; `nil` when an entry is outside the support.
  func likelihood(of evidence: TensorEvidence) -> Likelihood? {
    let count = Double(evidence.count)
    switch self {
    case .normal(let mean, let deviation):
      return Likelihood(
        dimension: evidence.count,
        logDensity: Self.normalLogDensity(evidence, mean: mean, deviation: deviation)
      )
    case .truncatedNormal(let mean, let deviation, let lower, let upper):
      guard let law = TruncatedNormal(lower: lower, upper: upper),
        evidence.lies(between: mean + lower * deviation, mean + upper * deviation)
      else { return nil }
      return Likelihood(
        dimension: evidence.count,
        logDensity: Self.normalLogDensity(evidence, mean: mean, deviation: deviation)
          - count * Double.log(law.probability)
          + evidence.logShareOfEndCells(
            between: mean + lower * deviation,
            mean + upper * deviation
          )
      )
    case .uniform(let low, let high):
      guard evidence.lies(between: low, high) else { return nil }
      return Likelihood(
        dimension: evidence.count,
        logDensity: -count * Double.log(high - low)
          + evidence.logShareOfEndCells(between: low, high)
      )
    case .discrete(let values, let probabilities):
      guard let found = evidence.distinct.sorted else { return nil }
      var logProbability = 0.0
      for (value, count) in found {
        let place = values.firstIndex { evidence.grid.isRounding(value, of: $0) }
        guard let place else { return nil }
        logProbability += Double(count) * Double.log(probabilities[place])
      }
      return Likelihood(dimension: 0, logDensity: logProbability)
    }
  }

  private static func normalLogDensity(
    _ evidence: TensorEvidence,
    mean: Double,
    deviation: Double
  ) -> Double {
    let count = Double(evidence.count)
    let offset = evidence.mean - mean
    let squares = evidence.centeredSquares + count * offset * offset
    let variance = deviation * deviation
    return -0.5 * (count * Double.log(2 * .pi * variance) + squares / variance)
  }
}

extension TensorEvidence {
  /// Whether every entry lies between two ends, or one unit in the last place beyond a rounded one.
  func lies(between low: Double, _ high: Double) -> Bool {
    let (lowest, highest) = (grid.rounded(low), grid.rounded(high))
    return minimum >= lowest - grid.ulp(at: lowest) && maximum <= highest + grid.ulp(at: highest)
  }
}

extension TensorEvidence {
  /// What the cells of the least and the greatest value lose where a law ends within them: of values
  /// that are rounded to few bits, many share these cells.
  fileprivate func logShareOfEndCells(between low: Double, _ high: Double) -> Double {
    guard grid.isCoarse else { return 0 }
    let (first, last) = (grid.cell(of: minimum), grid.cell(of: maximum))
    let atMinimum = (first.high - low) / (first.high - first.low)
    let atMaximum = (high - last.low) / (last.high - last.low)
    return Double(countAtMinimum) * Self.logShare(atMinimum)
      + Double(countAtMaximum) * Self.logShare(atMaximum)
  }

  /// A framework's own rounding may carry a value over the bound's cell, which makes it less likely and
  /// not impossible.
  private static func logShare(_ share: Double) -> Double {
    Double.log(min(1, max(1.0 / 16, share)))
  }
}

extension ElementGrid {
  /// Whether a stored value is a number as the type stores it, up to one unit in the last place.
  func isRounding(_ stored: Double, of value: Double) -> Bool {
    value == 0 ? stored == 0 : abs(stored - value) <= ulp(at: value)
  }
}
