/// Elements that follow each other in storage and lie on a line of the logical matrix.
struct ElementRun {
  /// The values, all finite.
  var values: UnsafeBufferPointer<Double>
  /// The row of the first value.
  var row: Int
  /// The column of the first value.
  var column: Int
  /// What a step adds to the row, at least 0.
  var rowStep: Int
  /// What a step adds to the column, at least 0.
  var columnStep: Int
  /// A word that depends on all elements up to the end of the block, for random choices.
  var salt: UInt64 = 0

  /// The first elements of the run that lie above `rows` and left of `columns`.
  func prefix(rows: Int, columns: Int) -> ElementRun? {
    guard row < rows, column < columns else { return nil }
    var count = values.count
    if rowStep > 0 { count = min(count, (rows - row - 1) / rowStep + 1) }
    if columnStep > 0 { count = min(count, (columns - column - 1) / columnStep + 1) }
    var copy = self
    copy.values = UnsafeBufferPointer(rebasing: values[..<count])
    return copy
  }

  /// The elements of the run from row `rows` on, counted from there.
  func suffix(fromRow rows: Int) -> ElementRun? {
    if row >= rows {
      var copy = self
      copy.row -= rows
      return copy
    }
    guard rowStep > 0 else { return nil }
    let skipped = (rows - row + rowStep - 1) / rowStep
    guard skipped < values.count else { return nil }
    var copy = self
    copy.values = UnsafeBufferPointer(rebasing: values[skipped...])
    copy.row = row + skipped * rowStep - rows
    copy.column = column + skipped * columnStep
    return copy
  }
}
