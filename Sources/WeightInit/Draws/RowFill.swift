/// A fill whose unit is a whole row: the weights into one neuron.
///
/// A scheme whose entries depend on their neighbours in the row conforms to this protocol; ranges
/// that cut through rows are served by drawing the whole rows.
public protocol RowFill: TensorFill {
  /// The entries of a row.
  var rowLength: Int { get }

  /// Draws one whole row.
  ///
  /// - Parameters:
  ///   - row: The position of the row.
  ///   - values: Receives the ``rowLength`` values.
  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
}

extension RowFill {
  /// Draws the values at some positions, row by row.
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      let (row, column) = position.quotientAndRemainder(dividingBy: rowLength)
      let count = min(rowLength - column, range.upperBound - position)
      let start = position - range.lowerBound
      let target = UnsafeMutableBufferPointer(rebasing: values[start..<start + count])
      if count == rowLength {
        fillRow(row, into: target)
      } else {
        withUnsafeTemporaryAllocation(of: Element.self, capacity: rowLength) { whole in
          fillRow(row, into: whole)
          _ = target.update(fromContentsOf: whole[column..<column + count])
        }
      }
      position += count
    }
  }
}
