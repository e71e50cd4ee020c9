internal import WeightInit

extension TensorLaw {
  /// What checks a tensor against the law.
  func examination(in context: ExaminationContext) -> any Examination {
    let geometry = context.geometry
    guard geometry.elementCount > 0 else {
      return Unavailable("there are no elements to test")
    }
    switch self {
    case .constant(let value):
      return FixedEntriesExamination(
        test: "constant-value",
        rule: "every entry is \(EffectText.number(value))",
        context
      ) { _, _ in value }

    case .partialIdentity(let gain):
      return FixedEntriesExamination(
        test: "partial-identity",
        rule: "gain on the main diagonal, zeros elsewhere",
        context
      ) { row, column in row == column ? gain : 0 }

    case .hadamard(let scale):
      return FixedEntriesExamination(
        test: "hadamard",
        rule: "entry (i, j) is scale · (-1)^popcount(i & j)",
        context
      ) { row, column in (row & column).nonzeroBitCount % 2 == 0 ? scale : -scale }

    case .independent(let marginal):
      guard let score = MarginalScore(marginal, grid: context.grid) else {
        return Unavailable("the claimed distribution \(marginal) is not one; correct the claim")
      }
      return IndependentExamination(score, context)

    case .anticorrelated(let variance, let k):
      guard Self.areValid(variance: variance, k: k) else { return Self.invalid(variance, k) }
      let needed = RowGatherer.byteCount(geometry)
      guard needed <= context.limits.memory else {
        return AnticorrelatedSumsExamination(variance: variance, k: k, context)
      }
      return RowGatherer(
        geometry,
        into: AnticorrelatedExamination(variance: variance, k: k, context)
      )

    case .replacedEntry(let variance, let k):
      guard Self.areValid(variance: variance, k: k) else { return Self.invalid(variance, k) }
      let needed = RowGatherer.byteCount(geometry)
      guard needed <= context.limits.memory else { return Unavailable(context.tooLarge(needed)) }
      return RowGatherer(
        geometry,
        into: ReplacedEntryExamination(variance: variance, k: k, context)
      )

    case .replacedEntryBias(let variance, let k, let fanIn):
      guard Self.areValid(variance: variance, k: k) else { return Self.invalid(variance, k) }
      guard fanIn > 0 else {
        return Unavailable("the claimed fan-in \(fanIn) is not a positive number")
      }
      return IndependentExamination(
        ReplacedEntryBiasScore(variance: variance, k: k, fanIn: fanIn, grid: context.grid),
        context,
        isPoolable: false
      )

    case .orthogonal(let gain):
      guard gain.isFinite, gain != 0 else {
        return Unavailable("the claimed gain \(gain) is not a finite number other than 0")
      }
      let needed = OrthogonalExamination.byteCount(geometry)
      guard needed <= context.limits.memory else { return Unavailable(context.tooLarge(needed)) }
      return OrthogonalExamination(gain: gain, context)

    case .mirrored(let submatrix, let rows, let columns, let channelLength, let leftover):
      return MirroredExamination(
        submatrix: submatrix,
        rows: rows,
        columns: columns,
        channelLength: channelLength,
        leftover: leftover,
        context
      )

    case .sparse(let zeroCount, let line, let standardDeviation):
      guard
        let examination = SparseExamination(
          zeroCount: zeroCount,
          per: line,
          standardDeviation: standardDeviation,
          context
        )
      else {
        return Unavailable(
          """
          a matrix of \(geometry.rows) × \(geometry.columns) cannot hold \(zeroCount) zeros and \
          normal entries of standard deviation \(standardDeviation) on each line; correct the claim
          """
        )
      }
      return examination

    case .centerTap(let channels, let tap, let tapCount, let groups):
      guard tapCount >= 1, (0..<tapCount).contains(tap), groups >= 1,
        geometry.columns % tapCount == 0, geometry.rows % groups == 0
      else {
        return Unavailable(
          """
          a matrix of \(geometry.rows) × \(geometry.columns) does not consist of \(groups) groups \
          with \(tapCount) kernel positions; correct the claim
          """
        )
      }
      return CenterTapExamination(
        channels: channels,
        tap: tap,
        tapCount: tapCount,
        groups: groups,
        context
      )

    case .stacked(let blocks):
      var rows = 0
      for block in blocks {
        let (size, overflow) = block.rows.multipliedReportingOverflow(by: block.count)
        let (sum, tooMany) = rows.addingReportingOverflow(size)
        guard !overflow, !tooMany, block.rows > 0, block.count > 0 else {
          return Unavailable("the claimed stack of matrices is malformed; correct the claim")
        }
        rows = sum
      }
      guard rows == geometry.rows else {
        return Unavailable(
          "the claimed stack has \(rows) rows, but the tensor \(geometry.rows); correct the claim"
        )
      }
      return StackedExamination(blocks, context)
    }
  }

  private static func areValid(variance: Double, k: Double) -> Bool {
    variance > 0 && variance.isFinite && k > -1
  }

  private static func invalid(_ variance: Double, _ k: Double) -> any Examination {
    Unavailable(
      "the claim needs a finite variance above 0 and k above -1, found \(variance) and \(k)"
    )
  }
}
