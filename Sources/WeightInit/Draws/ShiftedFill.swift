/// The values of another draw from some row on: one matrix of a stack.
struct ShiftedFill: TensorFill {
  let base: any TensorFill
  /// The position of the base that is the first here.
  let first: Int

  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    base.fill(first + range.lowerBound..<first + range.upperBound, into: values)
  }

  /// The draw of one matrix of a stack; a ``RowFill`` when the stack's is.
  ///
  /// - Parameters:
  ///   - base: The draw of the stack.
  ///   - row: The first row of the matrix in the stack.
  ///   - rowLength: The entries of a row.
  /// - Returns: The draw.
  static func make(_ base: any TensorFill, row: Int, rowLength: Int) -> any TensorFill {
    let shifted = ShiftedFill(base: base, first: row * rowLength)
    return base is any RowFill
      ? ShiftedRowFill(shifted: shifted, rowLength: rowLength) : shifted
  }
}

/// The same where the unit of the draw is a row.
struct ShiftedRowFill: RowFill {
  let shifted: ShiftedFill
  let rowLength: Int

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    shifted.fill(rows.lowerBound * rowLength..<rows.upperBound * rowLength, into: values)
  }
}
