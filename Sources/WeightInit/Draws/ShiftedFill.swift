/// The values of another draw from some row on: one matrix of a stack.
struct ShiftedFill: DerivedFill {
  let base: any TensorFill
  /// The position of the base that is the first here.
  let first: Int

  var bases: [any TensorFill] { [base] }

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
    ShiftedFill(base: base, first: row * rowLength).inRows(of: rowLength)
  }
}
