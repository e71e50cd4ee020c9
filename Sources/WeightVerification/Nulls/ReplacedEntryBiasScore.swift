internal import InitializationTheory

/// The normal scores of a bias under ``TensorLaw/replacedEntryBias(variance:k:fanIn:)``: with n = fanIn + 1
/// it is N(0, (variance/fanIn)(1 − κ/n)), or with probability 1/n a draw of Beta(2, 1).
struct ReplacedEntryBiasScore: EntryScore {
  private let standardDeviation: Double
  private let share: Double
  private let grid: ElementGrid

  init(variance: Double, k: Double, fanIn: Int, grid: ElementGrid) {
    let n = Double(fanIn) + 1
    let kappa = k.isInfinite ? 1 : k / (1 + k)
    standardDeviation = (variance / Double(fanIn) * (1 - kappa / n)).squareRoot()
    share = 1 / n
    self.grid = grid
  }

  func score(_ value: Double, at index: Int, salt: UInt64) -> Double {
    let cell = grid.cell(of: value)
    return ProbabilityCell(
      lower: (lower(cell.low), lower(cell.high)),
      upper: (upper(cell.low), upper(cell.high))
    ).score(ElementHash.uniform(at: index, salt: salt))
  }

  private func lower(_ x: Double) -> Double {
    let clamped = min(max(x, 0), 1)
    return (1 - share) * StandardNormal.cumulativeProbability(x / standardDeviation)
      + share * clamped * clamped
  }

  private func upper(_ x: Double) -> Double {
    let clamped = min(max(x, 0), 1)
    return (1 - share) * StandardNormal.survivalProbability(x / standardDeviation)
      + share * (1 - clamped) * (1 + clamped)
  }
}
