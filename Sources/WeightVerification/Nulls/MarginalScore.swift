internal import InitializationTheory
internal import WeightInit

/// The normal scores of a ``Marginal``.
struct MarginalScore: EntryScore {
  enum Kind {
    case normal(mean: Double, standardDeviation: Double)
    case uniform(low: Double, high: Double)
    case truncatedNormal(mean: Double, standardDeviation: Double, TruncatedNormal)
    /// Stored values, ascending, with the probability below each and its own.
    case discrete(values: [Double], below: [Double], probabilities: [Double])
  }

  let kind: Kind
  let grid: ElementGrid
  let scratch = MarginalScratch()

  /// Prepares the scores; `nil` for parameters that describe no distribution.
  ///
  /// - Parameters:
  ///   - marginal: The claimed distribution.
  ///   - grid: The numbers that the element type can hold.
  init?(_ marginal: Marginal, grid: ElementGrid) {
    self.grid = grid
    switch marginal {
    case .normal(let mean, let standardDeviation):
      guard mean.isFinite, standardDeviation.isFinite, standardDeviation > 0 else { return nil }
      kind = .normal(mean: mean, standardDeviation: standardDeviation)
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      guard mean.isFinite, standardDeviation.isFinite, standardDeviation > 0, lower.isFinite,
        upper.isFinite, let law = TruncatedNormal(lower: lower, upper: upper)
      else { return nil }
      kind = .truncatedNormal(mean: mean, standardDeviation: standardDeviation, law)
    case .uniform(let low, let high):
      guard low < high, (high - low).isFinite else { return nil }
      kind = .uniform(low: low, high: high)
    case .discrete(let values, let probabilities):
      guard !values.isEmpty, values.count == probabilities.count,
        values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy(<),
        probabilities.allSatisfy({ $0 > 0 }), abs(probabilities.reduce(0, +) - 1) < 1e-9
      else { return nil }
      // Values that the element type cannot tell apart become one.
      var merged: [(value: Double, probability: Double)] = []
      for (value, probability) in zip(values, probabilities) {
        let rounded = grid.rounded(value)
        if let last = merged.last, last.value == rounded {
          merged[merged.count - 1].probability += probability
        } else {
          merged.append((rounded, probability))
        }
      }
      var below: [Double] = []
      var sum = 0.0
      for entry in merged {
        below.append(sum)
        sum += entry.probability
      }
      kind = .discrete(
        values: merged.map(\.value),
        below: below,
        probabilities: merged.map(\.probability)
      )
    }
  }

  func score(_ value: Double, at index: Int, salt: UInt64) -> Double {
    // Cells of float32 and float64 are too narrow to be seen.
    if case .normal(let mean, let standardDeviation) = kind, !grid.isCoarse {
      return (value - mean) / standardDeviation
    }
    // Fine values have bits enough to choose by, which few of them need.
    let salt = usesSalt ? salt : SplitMix64.mix(value.bitPattern)
    return cell(of: value).score(ElementHash.uniform(at: index, salt: salt))
  }

  var usesSalt: Bool {
    if case .discrete = kind { return true }
    return grid.isCoarse
  }

  /// The probabilities at the ends of the numbers that a stored value stands for.
  func cell(of value: Double) -> ProbabilityCell {
    switch kind {
    case .normal(let mean, let standardDeviation):
      let cell = grid.cell(of: value)
      let low = (cell.low - mean) / standardDeviation
      let high = (cell.high - mean) / standardDeviation
      return ProbabilityCell(
        lower: (
          StandardNormal.cumulativeProbability(low), StandardNormal.cumulativeProbability(high)
        ),
        upper: (StandardNormal.survivalProbability(low), StandardNormal.survivalProbability(high))
      )

    case .truncatedNormal(let mean, let standardDeviation, let law):
      let (left, right) = cell(
        of: value,
        within: mean + standardDeviation * law.lower,
        mean + standardDeviation * law.upper
      )
      let low = (left - mean) / standardDeviation
      let high = (right - mean) / standardDeviation
      return ProbabilityCell(
        lower: (law.cumulativeProbability(low), law.cumulativeProbability(high)),
        upper: (law.survivalProbability(low), law.survivalProbability(high))
      )

    case .uniform(let low, let high):
      let (left, right) = cell(of: value, within: low, high)
      let width = high - low
      return ProbabilityCell(
        lower: ((left - low) / width, (right - low) / width),
        upper: ((high - left) / width, (high - right) / width)
      )

    case .discrete(let values, let below, let probabilities):
      let position = nearest(value, in: values)
      let above = max(0, 1 - below[position] - probabilities[position])
      return ProbabilityCell(
        lower: (below[position], below[position] + probabilities[position]),
        upper: (above + probabilities[position], above)
      )
    }
  }

  func isInSupport(_ value: Double) -> Bool {
    switch kind {
    case .normal:
      return true
    case .truncatedNormal, .uniform:
      return interval?.contains(value) ?? false
    case .discrete(let values, _, _):
      let claimed = values[nearest(value, in: values)]
      return claimed == 0 ? value == 0 : abs(value - claimed) <= grid.ulp(at: claimed)
    }
  }

  var support: String? {
    switch kind {
    case .normal: nil
    case .truncatedNormal(let mean, let standardDeviation, let law):
      Self.interval(mean + standardDeviation * law.lower, mean + standardDeviation * law.upper)
    case .uniform(let low, let high): Self.interval(low, high)
    case .discrete(let values, _, _):
      "one of \(EffectText.count(values.count, "value", "values")), up to one unit in the last place"
    }
  }

  private static func interval(_ low: Double, _ high: Double) -> String {
    "between \(EffectText.number(low)) and \(EffectText.number(high)), up to one unit in the last place"
  }

  /// From one unit in the last place below the rounded lower end to one above the upper.
  var interval: ClosedRange<Double>? {
    let (low, high): (Double, Double)
    switch kind {
    case .normal, .discrete: return nil
    case .truncatedNormal(let mean, let standardDeviation, let law):
      (low, high) = (mean + standardDeviation * law.lower, mean + standardDeviation * law.upper)
    case .uniform(let lower, let upper): (low, high) = (lower, upper)
    }
    let (lowest, highest) = (grid.rounded(low), grid.rounded(high))
    return lowest - grid.ulp(at: lowest)...highest + grid.ulp(at: highest)
  }

  /// The part of a value's rounding cell that lies between two ends.
  private func cell(
    of value: Double,
    within low: Double,
    _ high: Double
  ) -> (left: Double, right: Double) {
    let cell = grid.cell(of: value)
    let (left, right) = (max(cell.low, low), min(cell.high, high))
    guard left > right || left == right && (value <= low || value >= high) else {
      return (left, right)
    }
    // One unit beyond an end, where the end was rounded: as close to it as the type can tell.
    let unit = min(grid.ulp(at: value), (high - low) / 2)
    return value > high ? (high - unit, high) : (low, low + unit)
  }

  /// The position of the nearest of ascending values.
  private func nearest(_ value: Double, in values: [Double]) -> Int {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if value - values[middle] <= values[middle + 1] - value {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}
