internal import CVerificationKernels
internal import InitializationTheory

/// Memory of a ``MarginalScore`` between runs, which belongs to one examination.
final class MarginalScratch {
  /// The values after which tables are worth their making.
  private static let leastCount = 4096

  /// Probabilities below and above the values of a run.
  fileprivate var lower: [Double] = []
  fileprivate var upper: [Double] = []
  private var seen = 0
  /// For each number of a coarse grid the place of its cell in ``cells``, or −1.
  private var places: [Int32] = []
  /// Of each cell what `vk_draw_in_cells` needs.
  private var cells: [Double] = []
  private var distribution: CubicTable?

  fileprivate func prepare(_ count: Int) {
    seen += count
    guard lower.count < count else { return }
    lower = Array(repeating: 0, count: count)
    upper = lower
  }

  /// Draws numbers in the cells of the values of a run, which are remembered.
  ///
  /// - Parameters:
  ///   - run: The values.
  ///   - index: The position of the first one in the logical matrix.
  ///   - step: What a value adds to it.
  ///   - grid: The coarse numbers that the values are.
  ///   - make: Makes the cell of a value.
  /// - Returns: Whether there are enough values that remembering them is worth its cost.
  fileprivate func draw(
    in run: ElementRun,
    index: Int,
    step: Int,
    _ grid: ElementGrid,
    _ make: (Double) -> ProbabilityCell
  ) -> Bool {
    guard seen > Self.leastCount, let values = run.values.baseAddress else { return false }
    if places.isEmpty { places = Array(repeating: -1, count: grid.coarseKeyCount) }
    var done = 0
    while done < run.values.count {
      lower.withUnsafeMutableBufferPointer { lower in
        upper.withUnsafeMutableBufferPointer { upper in
          guard let lower = lower.baseAddress, let upper = upper.baseAddress else { return }
          done += vk_draw_in_cells(
            values + done,
            run.values.count - done,
            grid.significandBits == 8 ? 1 : 0,
            places,
            cells,
            UInt64(truncatingIfNeeded: index + done * step),
            UInt64(truncatingIfNeeded: step),
            run.salt,
            lower + done,
            upper + done
          )
        }
      }
      guard done < run.values.count else { break }
      let cell = make(run.values[done])
      places[grid.coarseKey(of: run.values[done])] = Int32(cells.count / 4)
      cells +=
        cell.usesLower
        ? [cell.lower.0, cell.lower.1 - cell.lower.0, 0, 0]
        : [cell.upper.1, cell.upper.0 - cell.upper.1, 1, 0]
    }
    return true
  }

  /// The distribution function, once there are enough values for a table.
  fileprivate func table(_ make: () -> CubicTable?) -> CubicTable? {
    guard seen > Self.leastCount else { return nil }
    if distribution == nil { distribution = make() }
    return distribution
  }
}

extension MarginalScore {
  /// Values of continuous distributions are scored without their cells above this probability:
  /// cells of float32 are narrow, but not beside the end of a support.
  private static let leastProbability = 0x1p-10

  func score(_ run: ElementRun, columns: Int, into scores: UnsafeMutableBufferPointer<Double>) {
    let count = run.values.count
    guard let from = run.values.baseAddress, let to = scores.baseAddress else { return }
    switch kind {
    case .normal(let mean, let standardDeviation) where !grid.isCoarse:
      vk_standardize(from, count, mean, 1 / standardDeviation, to)

    case .uniform(let low, let high) where !grid.isCoarse:
      let least = Self.leastProbability
      finish(run, columns, scores, vk_uniform_scores(from, count, low, high, least, to))

    case .truncatedNormal(let mean, let standardDeviation, let law) where !grid.isCoarse:
      scratch.prepare(count)
      guard let table = scratch.table({ CubicTable(law) }) else {
        return scoreSingly(run, columns: columns, into: scores)
      }
      let rest = table.scores(
        from,
        count: count,
        mean: mean,
        scale: 1 / standardDeviation,
        least: Self.leastProbability,
        into: to
      )
      finish(run, columns, scores, rest)

    default:
      scratch.prepare(count)
      var index = run.row * columns + run.column
      let step = run.rowStep * columns + run.columnStep
      if !(grid.isCoarse && scratch.draw(in: run, index: index, step: step, grid, cell(of:))) {
        for (position, value) in run.values.enumerated() {
          let uniform = ElementHash.uniform(at: index, salt: run.salt)
          (scratch.lower[position], scratch.upper[position]) = cell(of: value).probabilities(
            uniform
          )
          index += step
        }
      }
      let rest = vk_quantiles(scratch.lower, scratch.upper, count, 1e-10, to)
      finish(run, columns, scores, rest)
    }
  }

  /// Scores one by one what is left: values beside the ends of a support.
  private func finish(
    _ run: ElementRun,
    _ columns: Int,
    _ scores: UnsafeMutableBufferPointer<Double>,
    _ rest: Int
  ) {
    guard rest > 0, let start = scores.baseAddress else { return }
    let count = run.values.count
    let first = run.row * columns + run.column
    let step = run.rowStep * columns + run.columnStep
    // Scores that are not numbers are not below anything.
    var position = vk_next_not_below(start, 0, count, .infinity)
    while position < count {
      scores[position] = score(run.values[position], at: first + position * step, salt: run.salt)
      position = vk_next_not_below(start, position + 1, count, .infinity)
    }
  }
}

/// The distribution function of a truncated normal distribution as cubic polynomials on equal cells.
///
/// With h the width of a cell in standard deviations the error is below h⁴/384 times the fourth
/// derivative: below 1e-11, or 1e-10 where the bounds are 16 standard deviations apart, the most that is
/// allowed.
struct CubicTable {
  private static let cellsPerDeviation = 128.0
  private static let mostCells = 2048

  private let lower: Double
  private let cellsPerUnit: Double
  private let cellCount: Int
  private let coefficients: [Double]

  /// Makes the table; `nil` for bounds that are too far apart.
  init?(_ law: TruncatedNormal) {
    let span = law.upper - law.lower
    guard span <= 16 else { return nil }
    lower = law.lower
    let cells = min(Self.mostCells, max(16, Int((span * Self.cellsPerDeviation).rounded(.up))))
    cellCount = cells
    cellsPerUnit = Double(cells) / span
    let width = 1 / cellsPerUnit
    let edges = (0...cells).map { edge -> (value: Double, slope: Double) in
      let x = edge == cells ? law.upper : law.lower + Double(edge) * width
      return (
        law.cumulativeProbability(x), width * StandardNormal.density(x) / law.probability
      )
    }
    coefficients = zip(edges, edges.dropFirst()).flatMap { left, right in
      let rise = right.value - left.value
      return [
        left.value, left.slope, 3 * rise - 2 * left.slope - right.slope,
        left.slope + right.slope - 2 * rise,
      ]
    }
  }

  /// The normal scores of values, whose distribution this is after centering and scaling.
  ///
  /// - Returns: How many lie where the probability on one side is below `least`; their scores are not
  ///   numbers.
  func scores(
    _ values: UnsafePointer<Double>,
    count: Int,
    mean: Double,
    scale: Double,
    least: Double,
    into scores: UnsafeMutablePointer<Double>
  ) -> Int {
    vk_interpolated_scores(
      values,
      count,
      mean,
      scale,
      lower,
      cellsPerUnit,
      cellCount,
      coefficients,
      least,
      scores
    )
  }
}
