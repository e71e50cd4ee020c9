/// The values of another draw with equal blocks of its rows in another order.
struct ReorderedFill: SegmentedDerivedFill {
  let base: any TensorFill
  /// Which block of the base each block here is.
  let order: [Int]
  /// The elements of a block.
  let blockLength: Int

  var bases: [any TensorFill] { [base] }

  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    for (block, drawn) in order.enumerated() {
      let start = block * blockLength
      let common = range.clamped(to: start..<start + blockLength)
      guard !common.isEmpty else { continue }
      let first = common.lowerBound - range.lowerBound
      let shift = (drawn - block) * blockLength
      base.fill(
        common.lowerBound + shift..<common.upperBound + shift,
        into: UnsafeMutableBufferPointer(rebasing: values[first..<first + common.count])
      )
    }
  }

  /// The draw with its blocks reordered; a ``RowFill`` when the draw is.
  ///
  /// - Parameters:
  ///   - base: The draw.
  ///   - order: Which block of the draw each stored block is.
  ///   - rows: The rows of the matrix, a multiple of the number of blocks.
  ///   - rowLength: The entries of a row.
  /// - Returns: The draw.
  static func make(
    _ base: any TensorFill,
    order: [Int],
    rows: Int,
    rowLength: Int
  ) -> any TensorFill {
    ReorderedFill(
      base: base,
      order: order,
      blockLength: rows / max(order.count, 1) * rowLength
    )
    .inRows(of: rowLength)
  }

  func replacingBases(
    rows: Int,
    rowLength: Int,
    _ prepare: (any TensorFill, Int) throws -> any TensorFill
  ) rethrows -> ReorderedFill {
    ReorderedFill(base: try prepare(base, rows), order: order, blockLength: blockLength)
  }
}
