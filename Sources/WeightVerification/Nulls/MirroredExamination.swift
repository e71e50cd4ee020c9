internal import WeightInit

/// The exact rule of ``TensorLaw/mirrored(submatrix:rows:columns:channelLength:leftover:)``, and the
/// tests of its submatrix.
///
/// The blocks are compared neuron by neuron through 64-bit sums over hashed entries, which takes
/// O(rows) memory in every layout; two different rows agree with probability 2^-64. Only the upper
/// left block goes through the tests of the submatrix, since the others repeat it.
final class MirroredExamination: Examination {
  private let context: ExaminationContext
  private let mirrorsRows: Bool
  private let mirrorsColumns: Bool
  /// The rows and columns of the submatrix.
  private let blockRows: Int
  private let blockColumns: Int
  /// Columns from here on are the left-over channel.
  private let zeroColumn: Int
  private let isDivisible: Bool
  private let submatrix: any Examination
  private let leftover: (any Examination)?
  /// Hashes of the rows of the upper left, upper right, lower left and lower right block.
  private var hashes: [[UInt64]]
  private var nonzeros = 0

  init(
    submatrix: TensorLaw,
    rows: Bool,
    columns: Bool,
    channelLength: Int,
    leftover: Marginal?,
    _ context: ExaminationContext
  ) {
    self.context = context
    mirrorsRows = rows
    mirrorsColumns = columns
    let geometry = context.geometry
    blockRows = rows ? geometry.rows / 2 : geometry.rows
    isDivisible = !columns || (channelLength >= 1 && geometry.columns % channelLength == 0)
    let channels = channelLength >= 1 ? geometry.columns / channelLength : 0
    blockColumns = columns ? channels / 2 * max(1, channelLength) : geometry.columns
    zeroColumn = columns ? 2 * blockColumns : geometry.columns
    self.submatrix = submatrix.examination(
      in: context.block(rows: blockRows, columns: blockColumns)
    )
    if rows, geometry.rows % 2 == 1, let leftover, zeroColumn > 0 {
      self.leftover = TensorLaw.independent(leftover).examination(
        in: context.block(rows: 1, columns: zeroColumn)
      )
    } else {
      self.leftover = nil
    }
    hashes = Array(repeating: Array(repeating: 0, count: blockRows), count: 4)
  }

  var usesSalt: Bool { submatrix.usesSalt || leftover?.usesSalt == true }

  func take(_ run: ElementRun) {
    var (row, column) = (run.row, run.column)
    let pairedRows = mirrorsRows ? 2 * blockRows : blockRows
    for value in run.values {
      if column >= zeroColumn {
        if value != 0 { nonzeros += 1 }
      } else if row < pairedRows {
        let isLower = row >= blockRows
        let isRight = column >= blockColumns
        // Adding 0 turns -0 into 0.
        let unsigned = (isLower != isRight ? -value : value) + 0
        hashes[(isLower ? 2 : 0) + (isRight ? 1 : 0)][isLower ? row - blockRows : row] &+=
          ElementHash.word(unsigned, at: isRight ? column - blockColumns : column)
      }
      row += run.rowStep
      column += run.columnStep
    }
    if let block = run.prefix(rows: blockRows, columns: blockColumns) { submatrix.take(block) }
    if let leftover, let last = run.suffix(fromRow: pairedRows),
      let kept = last.prefix(rows: 1, columns: zeroColumn)
    {
      leftover.take(kept)
    }
  }

  func finish() -> Findings {
    let geometry = context.geometry
    guard isDivisible else {
      return Findings(reasons: [
        "the \(geometry.columns) entries of a neuron are not whole channels; correct the claim"
      ])
    }
    var tests = [mirrorRule]
    if mirrorsRows, geometry.rows % 2 == 1, leftover == nil {
      tests.append(
        TestResult(
          exact: "mirror-shape",
          rule: "the number of neurons is even",
          holds: false,
          statistic: Double(geometry.rows),
          effect: "there are \(geometry.rows) neurons, and the claim has no law for one left over"
        )
      )
    }
    if zeroColumn < geometry.columns {
      tests.append(
        TestResult(
          exact: "zero-channel",
          rule: "the channel that has no partner is zero",
          holds: nonzeros == 0,
          statistic: Double(nonzeros),
          effect: "\(EffectText.count(nonzeros, "entry differs", "entries differ")) from zero"
        )
      )
    }
    var findings = submatrix.finish()
    findings.tests = tests + findings.tests
    if let rest = leftover?.finish() {
      findings.tests += rest.tests.map { $0.renamed(prefix: "leftover-") }
      findings.poolable += rest.poolable
      findings.reasons += rest.reasons
    }
    return findings
  }

  private var mirrorRule: TestResult {
    var blocks = [0]
    if mirrorsColumns { blocks.append(1) }
    if mirrorsRows { blocks.append(2) }
    if mirrorsRows, mirrorsColumns { blocks.append(3) }
    let differing = (0..<blockRows).count { row in
      blocks.contains { hashes[$0][row] != hashes[0][row] }
    }
    return TestResult(
      exact: "mirror",
      rule: "the blocks equal the first up to their sign, bit for bit",
      holds: differing == 0,
      statistic: Double(differing),
      effect: """
        \(differing) of \(blockRows) rows of the first block are not repeated exactly in the others
        """
    )
  }
}
