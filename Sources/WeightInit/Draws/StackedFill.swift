/// Draws of some matrices of equal row length, neurons after neurons.
struct StackedFill: TensorFill {
  /// The draws, each with its number of elements.
  let parts: [(fill: any TensorFill, count: Int)]

  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    var start = 0
    for (fill, count) in parts {
      let common = range.clamped(to: start..<start + count)
      if !common.isEmpty {
        let first = common.lowerBound - range.lowerBound
        fill.fill(
          common.lowerBound - start..<common.upperBound - start,
          into: UnsafeMutableBufferPointer(rebasing: values[first..<first + common.count])
        )
      }
      start += count
    }
  }

  /// The draw of some stacked matrices.
  ///
  /// - Parameters:
  ///   - parts: The draws, each with its number of rows.
  ///   - rowLength: The entries of a row.
  /// - Returns: The only draw, or one of them all; a ``RowFill`` when one of them is.
  static func make(
    _ parts: [(fill: any TensorFill, rows: Int)],
    rowLength: Int
  ) -> any TensorFill {
    if parts.count == 1, let only = parts.first { return only.fill }
    let stacked = StackedFill(parts: parts.map { ($0.fill, $0.rows * rowLength) })
    return parts.contains { $0.fill is any RowFill }
      ? StackedRowFill(stacked: stacked, rowLength: rowLength) : stacked
  }
}

/// The same where the unit of some draws is a row.
struct StackedRowFill: RowFill {
  let stacked: StackedFill
  let rowLength: Int

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    stacked.fill(rows.lowerBound * rowLength..<rows.upperBound * rowLength, into: values)
  }
}

extension StackedRowFill: SegmentedRowFill {
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    StackedFill(
      parts: try stacked.parts.map { fill, count in
        guard let rowFill = fill as? any SegmentedRowFill else { return (fill, count) }
        return (
          try rowFill.segmented(rows: count / max(rowLength, 1), as: type, jobs: jobs), count
        )
      }
    )
  }
}
