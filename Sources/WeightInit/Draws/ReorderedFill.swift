/// The values of another draw with equal blocks of its rows in another order.
struct ReorderedFill: TensorFill {
  let base: any TensorFill
  /// Which block of the base each block here is.
  let order: [Int]
  /// The elements of a block.
  let blockLength: Int

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
    let reordered = ReorderedFill(
      base: base,
      order: order,
      blockLength: rows / max(order.count, 1) * rowLength
    )
    return base is any RowFill
      ? ReorderedRowFill(reordered: reordered, rowLength: rowLength) : reordered
  }
}

/// The same where the unit of the draw is a row.
struct ReorderedRowFill: SegmentedRowFill {
  let reordered: ReorderedFill
  let rowLength: Int

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    reordered.fill(rows.lowerBound * rowLength..<rows.upperBound * rowLength, into: values)
  }

  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    guard let rowFill = reordered.base as? any SegmentedRowFill else { return self }
    return ReorderedFill(
      base: try rowFill.segmented(rows: rows, as: type, jobs: jobs),
      order: reordered.order,
      blockLength: reordered.blockLength
    )
  }
}
