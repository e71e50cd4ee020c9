internal import RealModule

/// The exact rule and the Haar tests of ``TensorLaw/orthogonal(gain:)``.
///
/// The vectors are the rows, or the columns when they are fewer; they are kept in memory. Besides
/// the trace and the image of (1, …, 1), everything that the battery tests is tested of the
/// independent normal values that ``BartlettLift`` makes of a Haar matrix.
final class OrthogonalExamination: Examination {
  private let gain: Double
  private let grid: ElementGrid
  private let rows: Int
  private let columns: Int
  private let limits: WorkLimits
  private var vectors: [Double]

  init(gain: Double, _ context: ExaminationContext) {
    self.gain = gain
    grid = context.grid
    limits = context.limits
    rows = context.geometry.rows
    columns = context.geometry.columns
    vectors = Array(repeating: 0, count: rows * columns)
  }

  /// The bytes that the vectors of a matrix take.
  static func byteCount(_ geometry: MatrixGeometry) -> Int {
    let (bytes, overflow) = geometry.elementCount.multipliedReportingOverflow(by: 8)
    return overflow ? .max : bytes
  }

  var usesSalt: Bool { false }

  func take(_ run: ElementRun) {
    let (rowStride, columnStride) = rows <= columns ? (columns, 1) : (1, rows)
    var index = run.row * rowStride + run.column * columnStride
    let step = run.rowStep * rowStride + run.columnStep * columnStride
    vectors.withUnsafeMutableBufferPointer { vectors in
      for value in run.values {
        vectors[index] = value / gain
        index += step
      }
    }
  }

  func finish() -> Findings {
    let (count, length) = (min(rows, columns), max(rows, columns))
    let deviation = vectors.withUnsafeBufferPointer {
      GramDeviation(of: $0, count: count, length: length, jobs: limits.jobs)
    }
    let rounding = Self.roundingError(grid.unitRoundoff, count: count, length: length)
    // Matrices are computed in float32 at least, and narrower types round the result. However long a
    // vector is, its length is known to some units of the last place only: torch and JAX are up to 17
    // off for 1 to 512 vectors of 64 to 10⁶ entries.
    let unit = min(grid.unitRoundoff, 0x1p-24)
    let computed = max(Self.roundingError(unit, count: count, length: length), unit / 6)
    let allowed = 4 * rounding + 200 * computed
    let side = rows <= columns ? "rows" : "columns"
    let covered =
      deviation.vectorCount == count
      ? "all \(count) \(side)"
      : "\(deviation.vectorCount) of \(count) \(side), evenly spread; lengths and signed sums of all"
    let exactness =
      deviation.largest <= 4 * rounding
      ? "as small as the element type allows"
      : deviation.largest <= allowed
        ? "more than rounding the result explains (\(EffectText.number(rounding))): "
          + "orthogonality was lost in the computation"
        : "rounding explains \(EffectText.number(rounding))"
    var findings = Findings(tests: [
      TestResult(
        exact: "orthogonality",
        rule: "max|QQᵀ/gain² − I| is at most \(EffectText.number(allowed))",
        holds: deviation.largest <= allowed,
        statistic: deviation.largest,
        effect: """
          the \(side) deviate from orthonormal by up to \(EffectText.number(deviation.largest)), \
          \(exactness) (\(covered))
          """
      )
    ])
    let slack = deviation.largest + 3 * grid.unitRoundoff / Double(length).squareRoot()
    findings.tests += HaarTests.results(
      for: vectors,
      count: count,
      length: length,
      slack: slack
    )
    guard deviation.largest <= allowed, length >= 2 else { return findings }
    let seed = vectors.withUnsafeBufferPointer { ElementHash.seed(of: $0, salt: 0) }
    var lift = BartlettLift(count: count, length: length, seed: seed, jobs: limits.jobs)
    let taken = lift.chosen.count
    let areRows = rows <= columns
    let accumulator = NormalAccumulator(
      rows: areRows ? taken : length,
      columns: areRows ? length : taken,
      lines: areRows ? .rows : .columns,
      limits: limits
    )
    lift.lift(vectors) { position, values in
      accumulator.add(
        ElementRun(
          values: values,
          row: areRows ? position : 0,
          column: areRows ? 0 : position,
          rowStep: areRows ? 0 : 1,
          columnStep: areRows ? 1 : 0
        )
      )
    }
    let sums = accumulator.finish()
    findings.tests += BuiltInBatteryTests.results(
      for: sums,
      seenAs: "turned from a random rotation into normal values"
    )
    if taken < count {
      findings.reasons.append(
        "of the \(count) \(side), \(taken) evenly spaced ones were tested as normal values"
      )
    }
    findings.poolable = [sums]
    return findings
  }

  /// What rounding each entry leaves of `max|QQᵀ − I|`: u · 0.58 √(2/n) √(4 ln m) for m vectors of n
  /// entries, measured within a factor 1.6; float64 is limited by the computation, about 1e-15.
  private static func roundingError(_ unit: Double, count: Int, length: Int) -> Double {
    let logarithm = Double.log(Double(max(3, count)))
    let error = unit * 0.58 * (2 / Double(length)).squareRoot() * (4 * logarithm).squareRoot()
    return max(error, 1e-15)
  }
}
