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

  /// Draws whole rows; one after the other unless a scheme knows better.
  ///
  /// - Parameters:
  ///   - rows: The positions of the rows, at least one.
  ///   - values: Receives ``rowLength`` values for each row.
  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  )
}

extension RowFill {
  /// Draws whole rows one after the other.
  public func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    for row in rows {
      let start = (row - rows.lowerBound) * rowLength
      fillRow(row, into: UnsafeMutableBufferPointer(rebasing: values[start..<start + rowLength]))
    }
  }

  /// Draws the values at some positions, whole rows at once.
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      let (row, column) = position.quotientAndRemainder(dividingBy: rowLength)
      let wholeRows = column == 0 ? (range.upperBound - position) / rowLength : 0
      let count =
        wholeRows > 0
        ? wholeRows * rowLength : min(rowLength - column, range.upperBound - position)
      let start = position - range.lowerBound
      let target = UnsafeMutableBufferPointer(rebasing: values[start..<start + count])
      if wholeRows > 0 {
        fillRows(row..<row + wholeRows, into: target)
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

extension Range<Int> {
  /// The rows in blocks that stay in the processor's cache while they are worked on.
  ///
  /// - Parameter length: The entries of a row.
  /// - Returns: The blocks, in order; all but the last are as long as the first.
  func rowBlocks(length: Int) -> some Sequence<Range<Int>> {
    let count = Swift.max(1, Swift.min(512, 8192 / Swift.max(length, 1)))
    return stride(from: lowerBound, to: upperBound, by: count).lazy.map {
      $0..<Swift.min($0 + count, upperBound)
    }
  }
}
