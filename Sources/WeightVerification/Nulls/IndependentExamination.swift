/// The null transform of laws with independent entries: each entry on its own.
final class IndependentExamination: Examination {
  private let score: any EntryScore
  private let columns: Int
  private let isPoolable: Bool
  private let accumulator: NormalAccumulator
  private var outside = 0
  private var farthest: Double?
  private var scores: [Double] = []

  init(_ score: any EntryScore, _ context: ExaminationContext, isPoolable: Bool = true) {
    self.score = score
    self.isPoolable = isPoolable
    columns = context.geometry.columns
    accumulator = NormalAccumulator(
      rows: context.geometry.rows,
      columns: context.geometry.columns,
      lines: context.geometry.lines
    )
  }

  func take(_ run: ElementRun) {
    scores.removeAll(keepingCapacity: true)
    var index = run.row * columns + run.column
    let step = run.rowStep * columns + run.columnStep
    for value in run.values {
      if !score.isInSupport(value) {
        outside += 1
        if abs(value) > abs(farthest ?? 0) || farthest == nil { farthest = value }
      }
      scores.append(score.score(value, at: index, salt: run.salt))
      index += step
    }
    scores.withUnsafeBufferPointer { buffer in
      var transformed = run
      transformed.values = buffer
      accumulator.add(transformed)
    }
  }

  func finish() -> Findings {
    let sums = accumulator.finish()
    var findings = Findings()
    if let support = score.support {
      findings.tests.append(
        TestResult(
          exact: "support",
          rule: "every entry is \(support)",
          holds: outside == 0,
          statistic: Double(outside),
          effect: farthest.map {
            "\(outside) of \(sums.count) entries lie outside, for example \(EffectText.number($0))"
          } ?? "every entry lies in the claimed support"
        )
      )
    }
    findings.tests += BuiltInBatteryTests.results(for: sums)
    findings.scale = ScaleEvidence(count: sums.count, squares: sums.squares)
    if isPoolable { findings.poolable = [sums] }
    return findings
  }
}
