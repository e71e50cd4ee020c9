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
  private var cells: [ProbabilityCell] = []
  private var distribution: CubicTable?

  fileprivate func prepare(_ count: Int) {
    seen += count
    guard lower.count < count else { return }
    lower = Array(repeating: 0, count: count)
    upper = lower
  }

  /// The cell of a number, which is remembered.
  fileprivate func cell(
    of value: Double,
    _ grid: ElementGrid,
    _ make: () -> ProbabilityCell
  ) -> ProbabilityCell {
    guard seen > Self.leastCount else { return make() }
    if places.isEmpty { places = Array(repeating: -1, count: grid.coarseKeyCount) }
    let key = grid.coarseKey(of: value)
    if places[key] >= 0 { return cells[Int(places[key])] }
    let cell = make()
    places[key] = Int32(cells.count)
    cells.append(cell)
    return cell
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
      scratch.prepare(count)
      vk_standardize(from, count, low, 1 / (high - low), &scratch.lower)
      vk_standardize(from, count, high, -1 / (high - low), &scratch.upper)
      finish(run, columns, scores, least: Self.leastProbability)

    case .truncatedNormal(let mean, let standardDeviation, let law) where !grid.isCoarse:
      scratch.prepare(count)
      guard let table = scratch.table({ CubicTable(law) }) else {
        return scoreSingly(run, columns: columns, into: scores)
      }
      vk_standardize(from, count, mean, 1 / standardDeviation, &scratch.upper)
      table.evaluate(scratch.upper, count: count, into: &scratch.lower)
      vk_standardize(scratch.lower, count, 1, -1, &scratch.upper)
      finish(run, columns, scores, least: Self.leastProbability)

    default:
      scratch.prepare(count)
      var index = run.row * columns + run.column
      let step = run.rowStep * columns + run.columnStep
      for (position, value) in run.values.enumerated() {
        let cell =
          grid.isCoarse
          ? scratch.cell(of: value, grid) { self.cell(of: value) } : self.cell(of: value)
        let uniform = ElementHash.uniform(at: index, salt: run.salt)
        (scratch.lower[position], scratch.upper[position]) = cell.probabilities(uniform)
        index += step
      }
      finish(run, columns, scores, least: 1e-10)
    }
  }

  /// Turns probabilities into scores; those beside the ends of a support are made one by one.
  private func finish(
    _ run: ElementRun,
    _ columns: Int,
    _ scores: UnsafeMutableBufferPointer<Double>,
    least: Double
  ) {
    let count = run.values.count
    guard let to = scores.baseAddress,
      vk_quantiles(scratch.lower, scratch.upper, count, least, to) > 0
    else { return }
    let first = run.row * columns + run.column
    let step = run.rowStep * columns + run.columnStep
    for position in 0..<count where scores[position].isNaN {
      scores[position] = score(run.values[position], at: first + position * step, salt: run.salt)
    }
  }
}

/// The distribution function of a truncated normal distribution as cubic polynomials on equal cells.
///
/// With h the width of a cell in standard deviations the error is below h⁴/384 times the fourth
/// derivative: below 1e-10 where the bounds are 16 standard deviations apart, the most that is
/// allowed.
struct CubicTable {
  private static let cellCount = 2048

  private let lower: Double
  private let cellsPerUnit: Double
  private let coefficients: [Double]

  /// Makes the table; `nil` for bounds that are too far apart.
  init?(_ law: TruncatedNormal) {
    let span = law.upper - law.lower
    guard span <= 16 else { return nil }
    lower = law.lower
    cellsPerUnit = Double(Self.cellCount) / span
    let width = 1 / cellsPerUnit
    let edges = (0...Self.cellCount).map { edge -> (value: Double, slope: Double) in
      let x = edge == Self.cellCount ? law.upper : law.lower + Double(edge) * width
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

  /// Evaluates the function at some numbers.
  func evaluate(_ values: [Double], count: Int, into result: inout [Double]) {
    vk_interpolate(values, count, lower, cellsPerUnit, Self.cellCount, coefficients, &result)
  }
}
