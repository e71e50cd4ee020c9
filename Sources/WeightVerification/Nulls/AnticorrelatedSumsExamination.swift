/// ``AnticorrelatedExamination`` without rows: what can be told from sums by neuron and by column.
///
/// For tensors that store a neuron's weights far apart and do not fit into memory. Tests that need
/// the single whitened values (`skewness`, `kurtosis`, `extreme`, `distribution`) are left out.
final class AnticorrelatedSumsExamination: Examination {
  private let variance: Double
  private let k: Double
  private let context: ExaminationContext
  private var rowSums: [Double]
  private var rowSquares: [Double]
  private var columnSums: [Double]

  init(variance: Double, k: Double, _ context: ExaminationContext) {
    self.variance = variance
    self.k = k
    self.context = context
    rowSums = Array(repeating: 0, count: context.geometry.rows)
    rowSquares = rowSums
    columnSums = Array(repeating: 0, count: context.geometry.columns)
  }

  func take(_ run: ElementRun) {
    var (row, column) = (run.row, run.column)
    for value in run.values {
      rowSums[row] += value
      rowSquares[row] += value * value
      columnSums[column] += value
      row += run.rowStep
      column += run.columnStep
    }
  }

  func finish() -> Findings {
    let (rows, columns) = (context.geometry.rows, context.geometry.columns)
    let n = Double(columns)
    let scale = (variance / n).squareRoot()
    let means = rowSums.map { $0 / n }
    let squaredMeans = means.reduce(0) { $0 + $1 * $1 }
    let within = rowSquares.reduce(0, +) - n * squaredMeans
    var tests: [TestResult] = []
    var sums = NormalSums()
    sums.count = rows * (columns - 1)
    sums.squares = within / (scale * scale)
    if k.isInfinite {
      var rule = VanishingSumsRule(grid: context.grid, columns: columns, variance: variance)
      for (sum, squares) in zip(rowSums, rowSquares) { rule.take(sum: sum, squares: squares) }
      tests.append(rule.result)
      if let result = VarianceTest().result(for: sums) { tests.append(result) }
      return Findings(tests: tests, reasons: [reason])
    }
    // With z = g + (√(1 + k) − 1) mean(g), g = w/scale, row sums of z are √(1 + k) times those of g.
    let root = (1 + k).squareRoot()
    sums.count = rows * columns
    sums.sum = root * rowSums.reduce(0, +) / scale
    sums.squares += (1 + k) * n * squaredMeans / (scale * scale)
    if rows >= 2, columns >= 2 {
      sums.rowDirection = NormalSums.Squares(
        value: (1 + k) * n * squaredMeans / (scale * scale),
        degreesOfFreedom: rows
      )
      let shift = (root - 1) * means.reduce(0, +)
      let squares = columnSums.reduce(0) { $0 + ($1 + shift) * ($1 + shift) }
      sums.columnDirection = NormalSums.Squares(
        value: squares / (scale * scale * Double(rows)),
        degreesOfFreedom: columns
      )
    }
    let correlation = NeuronCorrelationTest(
      rows: rows,
      columns: columns,
      k: k,
      sumOfSquaredMeans: squaredMeans,
      sumOfSquaresWithin: within
    )
    if let result = correlation.result { tests.append(result) }
    tests += BuiltInBatteryTests.results(for: sums, seenAs: AnticorrelatedExamination.view)
    return Findings(
      tests: tests,
      poolable: [sums],
      scale: ScaleEvidence(count: sums.count, squares: sums.squares, correlatedNeurons: rows),
      reasons: [reason]
    )
  }

  private var reason: String {
    """
    the shape of the distribution was not tested: \
    \(context.tooLarge(RowGatherer.byteCount(context.geometry)))
    """
  }
}
