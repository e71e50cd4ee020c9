internal import CVerificationKernels

/// The null transform of laws with independent entries: each entry on its own.
final class IndependentExamination: Examination {
  private let score: any EntryScore
  private let columns: Int
  private let isBounded: Bool
  private let interval: ClosedRange<Double>?
  private let isPoolable: Bool
  private let accumulator: NormalAccumulator
  private var outside = 0
  private var farthest: Double?
  private var scores: [Double] = []

  init(_ score: any EntryScore, _ context: ExaminationContext, isPoolable: Bool = true) {
    self.score = score
    interval = score.interval
    isBounded = score.support != nil
    self.isPoolable = isPoolable
    columns = context.geometry.columns
    accumulator = NormalAccumulator(
      rows: context.geometry.rows,
      columns: context.geometry.columns,
      lines: context.geometry.lines,
      limits: context.limits
    )
  }

  var usesSalt: Bool { score.usesSalt }

  func take(_ run: ElementRun) {
    if isBounded { checkSupport(run.values) }
    let count = run.values.count
    if let room = accumulator.room(for: count) { return add(run, in: room) }
    if scores.count < count { scores = Array(repeating: 0, count: count) }
    scores.withUnsafeMutableBufferPointer { buffer in
      add(run, in: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func add(_ run: ElementRun, in scores: UnsafeMutableBufferPointer<Double>) {
    score.score(run, columns: columns, into: scores)
    var transformed = run
    transformed.values = UnsafeBufferPointer(scores)
    accumulator.add(transformed)
  }

  private func checkSupport(_ values: UnsafeBufferPointer<Double>) {
    if let interval, let start = values.baseAddress {
      var range = vk_range()
      vk_measure_range(start, values.count, &range)
      if range.minimum >= interval.lowerBound, range.maximum <= interval.upperBound { return }
    }
    for value in values where !score.isInSupport(value) {
      outside += 1
      if abs(value) > abs(farthest ?? 0) || farthest == nil { farthest = value }
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
