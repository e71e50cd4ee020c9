/// Draws of some matrices of equal row length, neurons after neurons.
struct StackedFill: SegmentedDerivedFill {
  /// The draws, each with its number of elements.
  let parts: [(fill: any TensorFill, count: Int)]

  var bases: [any TensorFill] { parts.map(\.fill) }

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
    return StackedFill(parts: parts.map { ($0.fill, $0.rows * rowLength) }).inRows(of: rowLength)
  }

  func replacingBases(
    rows: Int,
    rowLength: Int,
    _ prepare: (any TensorFill, Int) throws -> any TensorFill
  ) rethrows -> StackedFill {
    StackedFill(
      parts: try parts.map { (try prepare($0.fill, $0.count / max(rowLength, 1)), $0.count) }
    )
  }
}
