internal import WeightInit

/// The exact rule of laws that fix every entry: constants, identities, Hadamard matrices.
///
/// Entries are compared with the claimed value *rounded to the element type*: zeros must be exact,
/// and so must every entry of a constant; others may be off by one unit in the last place, since a
/// scale such as 2^(-p/2) may have been rounded before or after the last multiplication.
final class FixedEntriesExamination: Examination {
  private let test: String
  private let rule: String
  private let grid: ElementGrid
  private let isExact: Bool
  private let expected: (_ row: Int, _ column: Int) -> Double
  private var count = 0
  private var mismatches = 0
  private var first: (row: Int, column: Int, found: Double, expected: Double)?

  init(
    test: String,
    rule: String,
    _ context: ExaminationContext,
    expected: @escaping (_ row: Int, _ column: Int) -> Double
  ) {
    self.test = test
    self.rule = rule
    grid = context.grid
    isExact = test == "constant-value"
    self.expected = expected
  }

  func take(_ run: ElementRun) {
    var (row, column) = (run.row, run.column)
    count += run.values.count
    for value in run.values {
      let claimed = expected(row, column)
      if !matches(value, claimed) {
        mismatches += 1
        if first == nil { first = (row, column, value, claimed) }
      }
      row += run.rowStep
      column += run.columnStep
    }
  }

  private func matches(_ value: Double, _ claimed: Double) -> Bool {
    let rounded = grid.rounded(claimed)
    if isExact || claimed == 0 { return value == rounded }
    return abs(value - rounded) <= grid.ulp(at: rounded)
  }

  func finish() -> Findings {
    var effect = "all \(count) entries are as claimed"
    if let first {
      effect = """
        \(mismatches) of \(count) entries differ; the first stored is row \(first.row), column \
        \(first.column): \(EffectText.number(first.found)) instead of \
        \(EffectText.number(first.expected))
        """
    }
    return Findings(tests: [
      TestResult(
        exact: test,
        rule: rule,
        holds: mismatches == 0,
        statistic: Double(mismatches),
        effect: effect
      )
    ])
  }
}
