/// Blocks of one submatrix with alternating signs.
///
/// Row r < R is [w, −w] with w the row r of the submatrix (or w alone when columns are not mirrored),
/// row R + r its negative; a row beyond 2R is left over and drawn on its own. Columns beyond two
/// halves are left over and zero.
///
/// Source: Burkholz & Dubatovka 2019, section 3.
struct MirroredFill: RowFill {
  let submatrix: any TensorFill
  let submatrixRows: Int
  let submatrixColumns: Int
  let rowLength: Int
  let mirrorsColumns: Bool
  let leftover: any TensorFill

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    let paired = mirrorsColumns ? 2 * submatrixColumns : submatrixColumns
    let (block, line) = row.quotientAndRemainder(dividingBy: submatrixRows)
    if block >= 2 {
      leftover.fill(0..<paired, into: UnsafeMutableBufferPointer(rebasing: values[..<paired]))
    } else {
      let first = UnsafeMutableBufferPointer(rebasing: values[..<submatrixColumns])
      submatrix.fill(line * submatrixColumns..<(line + 1) * submatrixColumns, into: first)
      if block == 1 { for index in first.indices { first[index] = -first[index] } }
      if mirrorsColumns {
        for index in first.indices { values[submatrixColumns + index] = -first[index] }
      }
    }
    for index in paired..<rowLength { values[index] = 0 }
  }
}
