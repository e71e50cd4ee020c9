internal import InitializationTheory
internal import WeightInit

/// The exact rule of ``TensorLaw/sparse(zeroCount:per:standardDeviation:)``, the tests of the entries
/// that are not zero, and the tests of the places of those that are.
///
/// If the law holds the other entries are, divided by their standard deviation, independent N(0, 1)
/// wherever they stand; packed in the order of storage they make a full matrix of lines by entries.
final class SparseExamination: Examination {
  private let geometry: MatrixGeometry
  private let line: SparsityLine
  private let zeroCount: Int
  private let keptCount: Int
  private let score: any EntryScore
  /// The entries that rounding to the element type makes zero, on average.
  private let roundedToZero: Double
  private let accumulator: NormalAccumulator
  private var packed = 0
  private var salt: UInt64 = 0
  private var scores: [Double] = []
  private var places: SparsePlaces
  private var rows: [PackedSums]
  private var columns: [PackedSums]

  /// The entries of a row or column that are not zero.
  private struct PackedSums {
    var count = 0
    var sum = 0.0
  }

  /// Creates an examination; `nil` when a matrix of this size cannot follow the law.
  init?(
    zeroCount: Int,
    per line: SparsityLine,
    standardDeviation: Double,
    _ context: ExaminationContext
  ) {
    geometry = context.geometry
    let length = line == .neuron ? geometry.columns : geometry.rows
    guard zeroCount >= 0, zeroCount < length,
      let score = MarginalScore(
        .normal(mean: 0, standardDeviation: standardDeviation),
        grid: context.grid
      )
    else { return nil }
    self.line = line
    self.zeroCount = zeroCount
    self.score = score
    keptCount = length - zeroCount
    let lineCount = geometry.elementCount / length
    // Generators of float32 numbers have a grid of their own, on which 0 may lie.
    let width = context.grid.cell(of: 0).high / standardDeviation
    let probability = max(0x1p-23, 1 - 2 * StandardNormal.survivalProbability(width))
    roundedToZero = probability * Double(lineCount) * Double(keptCount)
    accumulator = NormalAccumulator(
      rows: lineCount,
      columns: keptCount,
      limits: context.limits
    )
    places = SparsePlaces(lineCount: lineCount, length: length, zeroCount: zeroCount)
    rows = Array(repeating: PackedSums(), count: geometry.rows)
    columns = Array(repeating: PackedSums(), count: geometry.columns)
  }

  func take(_ run: ElementRun) {
    salt = run.salt
    scores.removeAll(keepingCapacity: true)
    var (row, column) = (run.row, run.column)
    for value in run.values {
      places.take(isZero: value == 0, onLine: line == .neuron ? row : column)
      if value != 0 {
        let z = score.score(value, at: row * geometry.columns + column, salt: run.salt)
        rows[row].count += 1
        rows[row].sum += z
        columns[column].count += 1
        columns[column].sum += z
        scores.append(z)
      }
      row += run.rowStep
      column += run.columnStep
    }
    pack(scores)
  }

  /// Appends values to the packed matrix; those for which the law has no room are left out.
  private func pack(_ values: [Double]) {
    values.withUnsafeBufferPointer { values in
      var start = 0
      while start < values.count, packed < places.lineCount * keptCount {
        let (row, column) = packed.quotientAndRemainder(dividingBy: keptCount)
        let end = min(values.count, start + keptCount - column)
        accumulator.add(
          ElementRun(
            values: UnsafeBufferPointer(rebasing: values[start..<end]),
            row: row,
            column: column,
            rowStep: 0,
            columnStep: 1,
            salt: salt
          )
        )
        packed += end - start
        start = end
      }
    }
  }

  func finish() -> Findings {
    let rule = countRule()
    guard rule.verdict == .consistent else {
      return Findings(
        tests: [rule],
        reasons: ["the entries that are not zero were not tested, since their number is wrong"]
      )
    }
    // Entries that rounding made zero: each stands for its cell.
    pack(
      (packed..<places.lineCount * keptCount).map {
        score.score(0, at: geometry.elementCount + $0, salt: salt)
      }
    )
    var sums = accumulator.finish()
    // Given the places, sums along rows and columns are normal with as many terms as are not zero.
    let isMatrix = geometry.rows >= 2 && geometry.columns >= 2
    sums.rowDirection = isMatrix ? Self.direction(rows) : nil
    sums.columnDirection = isMatrix ? Self.direction(columns) : nil
    let counts = (line == .neuron ? columns : rows).map(\.count)
    return Findings(
      tests: [rule] + BuiltInBatteryTests.results(for: sums)
        + [places.spread(counts: counts, line), places.runs(line)].compactMap(\.self),
      poolable: [sums]
    )
  }

  private static func direction(_ lines: [PackedSums]) -> NormalSums.Squares? {
    let filled = lines.filter { $0.count > 0 }
    guard !filled.isEmpty else { return nil }
    return NormalSums.Squares(
      value: filled.reduce(0) { $0 + $1.sum * $1.sum / Double($1.count) },
      degreesOfFreedom: filled.count
    )
  }

  private func countRule() -> TestResult {
    let excess = places.zeros.reduce(0) { $0 + max(0, $1 - zeroCount) }
    let short = places.zeros.indices.filter { places.zeros[$0] < zeroCount }
    // As many zeros too many as rounding gives in one of 10⁹ files at most are no fault.
    let isExcessive =
      excess > 0 && IncompleteGamma.lower(shape: Double(excess), at: roundedToZero) < 1e-9
    let whose = line == .neuron ? "into each neuron" : "out of each input"
    let differing = places.zeros.indices.filter { places.zeros[$0] != zeroCount }
    var effect = "every one of \(places.lineCount) has \(zeroCount)"
    if let first = short.first ?? differing.first {
      effect = """
        \(differing.count) of \(places.lineCount) differ; for example \
        \(line == .neuron ? "row" : "column") \(first) has \(places.zeros[first])
        """
    }
    return TestResult(
      exact: "zero-count",
      rule: "exactly \(zeroCount) of the \(places.length) weights \(whose) are zero",
      holds: short.isEmpty && !isExcessive,
      statistic: Double(differing.count),
      effect: effect
    )
  }
}
