internal import WeightInit

/// Passes each matrix of a stack to an examination of its own.
final class StackedExamination: Examination {
  private let examinations: [any Examination]
  /// The first row of each matrix, and the number of all rows.
  private let bounds: [Int]

  init(_ blocks: [LawBlock], _ context: ExaminationContext) {
    var examinations: [any Examination] = []
    var bounds = [0]
    for block in blocks {
      for _ in 0..<block.count {
        examinations.append(
          block.law.examination(
            in: context.block(rows: block.rows, columns: context.geometry.columns)
          )
        )
        bounds.append((bounds.last ?? 0) + block.rows)
      }
    }
    self.examinations = examinations
    self.bounds = bounds
  }

  func take(_ run: ElementRun) {
    var rest = run
    while !rest.values.isEmpty {
      let block = block(ofRow: rest.row)
      guard examinations.indices.contains(block) else { return }
      var local = rest
      local.row -= bounds[block]
      let rows = bounds[block + 1] - bounds[block]
      guard let head = local.prefix(rows: rows, columns: .max) else { return }
      examinations[block].take(head)
      rest.values = UnsafeBufferPointer(rebasing: rest.values[head.values.count...])
      rest.row += head.values.count * rest.rowStep
      rest.column += head.values.count * rest.columnStep
    }
  }

  /// The matrix that holds a row: stacks may be as high as a tensor.
  private func block(ofRow row: Int) -> Int {
    var (low, high) = (0, examinations.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if bounds[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  func finish() -> Findings {
    var findings = Findings()
    for (index, examination) in examinations.enumerated() {
      var found = examination.finish()
      for test in found.tests.indices {
        found.tests[test].effect = "matrix \(index + 1) of the stack: " + found.tests[test].effect
      }
      findings.tests += found.tests
      findings.poolable += found.poolable
      findings.reasons += found.reasons.filter { !findings.reasons.contains($0) }
    }
    return findings
  }
}
