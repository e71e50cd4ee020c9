internal import WeightInit

/// The exact rule of ``TensorLaw/centerTap(channels:tap:tapCount:groups:)``, and the tests of the
/// channel matrix at the tap.
final class CenterTapExamination: Examination {
  private let tap: Int
  private let tapCount: Int
  private let rowsPerExamination: Int
  private let examinations: [any Examination]
  private var nonzeros = 0
  private var zeros = 0
  private var values: [Double] = []

  init(
    channels: TensorLaw,
    tap: Int,
    tapCount: Int,
    groups: Int,
    _ context: ExaminationContext
  ) {
    self.tap = tap
    self.tapCount = tapCount
    let geometry = context.geometry
    // Groups make no difference to laws of single entries or rows.
    let count: Int
    switch channels {
    case .constant, .independent, .anticorrelated: count = 1
    default: count = groups
    }
    let rows = geometry.rows / count
    rowsPerExamination = rows
    examinations = (0..<count).map { _ in
      channels.examination(in: context.block(rows: rows, columns: geometry.columns / tapCount))
    }
  }

  func take(_ run: ElementRun) {
    if run.rowStep > 0 {
      if run.column % tapCount == tap {
        var channel = run
        channel.column = run.column / tapCount
        forward(channel)
      } else {
        checkZeros(run.values)
      }
      return
    }
    values.removeAll(keepingCapacity: true)
    var (column, first, second) = (run.column, 0, 0)
    for value in run.values {
      if column % tapCount == tap {
        // The taken columns are evenly spaced, since the visited ones are.
        if values.isEmpty { first = column / tapCount }
        if values.count == 1 { second = column / tapCount }
        values.append(value)
      } else {
        zeros += 1
        if value != 0 { nonzeros += 1 }
      }
      column += run.columnStep
    }
    guard !values.isEmpty else { return }
    let step = values.count > 1 ? second - first : 0
    values.withUnsafeBufferPointer {
      forward(
        ElementRun(
          values: $0,
          row: run.row,
          column: first,
          rowStep: 0,
          columnStep: step,
          salt: run.salt
        )
      )
    }
  }

  private func checkZeros(_ values: UnsafeBufferPointer<Double>) {
    zeros += values.count
    for value in values where value != 0 { nonzeros += 1 }
  }

  /// Passes elements on to the groups to which they belong.
  private func forward(_ run: ElementRun) {
    var rest = run
    while !rest.values.isEmpty {
      let group = rest.row / rowsPerExamination
      var local = rest
      local.row -= group * rowsPerExamination
      guard let head = local.prefix(rows: rowsPerExamination, columns: .max) else { return }
      examinations[group].take(head)
      rest.values = UnsafeBufferPointer(rebasing: rest.values[head.values.count...])
      rest.row += head.values.count * rest.rowStep
      rest.column += head.values.count * rest.columnStep
    }
  }

  func finish() -> Findings {
    let zeroRule = TestResult(
      exact: "zero-taps",
      rule: "every entry away from tap \(tap) of \(tapCount) is zero",
      holds: nonzeros == 0,
      statistic: Double(nonzeros),
      effect: "\(nonzeros) of \(zeros) entries away from the tap differ from zero"
    )
    let findings = examinations.map { $0.finish() }
    guard findings.count > 1 else {
      var result = findings.first ?? Findings()
      result.tests.insert(zeroRule, at: 0)
      return result
    }
    return Findings(
      tests: [zeroRule] + worstExactResults(findings.map(\.tests)),
      reasons: Array(Set(findings.flatMap(\.reasons))).sorted() + [
        "the statistical tests of the \(findings.count) groups of channels were not made"
      ]
    )
  }

  /// For each exact rule the group that breaks it most.
  private func worstExactResults(_ groups: [[TestResult]]) -> [TestResult] {
    let exact = groups.map { $0.filter { $0.family == .exact } }
    let names = (exact.first ?? []).map(\.test)
    return names.compactMap { name in
      let results = exact.compactMap { $0.first { $0.test == name } }
      let broken = results.count { $0.verdict != .consistent }
      let worst = results.max {
        ($0.verdict == .inconsistent ? 1 : 0, $0.statistic ?? 0)
          < ($1.verdict == .inconsistent ? 1 : 0, $1.statistic ?? 0)
      }
      guard var result = worst else { return nil }
      result.effect =
        "\(broken) of \(results.count) groups break the rule; the worst: \(result.effect)"
      return result
    }
  }
}
