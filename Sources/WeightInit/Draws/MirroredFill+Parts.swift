extension MirroredFill: SegmentedRowFill {
  /// Nothing of a row depends on the rest of it.
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    Parts(whole: self)
  }

  /// The same draw without regard to rows.
  private struct Parts: TensorFill {
    let whole: MirroredFill

    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    func fill<Element: DrawnElement>(
      _ range: Range<Int>,
      into values: UnsafeMutableBufferPointer<Element>
    ) {
      let half = whole.submatrixColumns
      let paired = whole.mirrorsColumns ? 2 * half : half
      values.update(repeating: 0)
      var position = range.lowerBound
      while position < range.upperBound {
        let (row, column) = position.quotientAndRemainder(dividingBy: whole.rowLength)
        let end = min(whole.rowLength, column + range.upperBound - position)
        let (block, line) = row.quotientAndRemainder(dividingBy: whole.submatrixRows)
        /// Draws the columns of one half, or those that are left over.
        func draw(_ columns: Range<Int>, from fill: any TensorFill, at first: Int, negated: Bool) {
          let wanted = columns.clamped(to: column..<end)
          guard !wanted.isEmpty else { return }
          let start = position - range.lowerBound + wanted.lowerBound - column
          let part = UnsafeMutableBufferPointer(rebasing: values[start..<start + wanted.count])
          let source = first + wanted.lowerBound - columns.lowerBound
          fill.fill(source..<source + wanted.count, into: part)
          if negated { for index in part.indices { part[index] = -part[index] } }
        }
        if block >= 2 {
          draw(0..<paired, from: whole.leftover, at: 0, negated: false)
        } else {
          draw(0..<half, from: whole.submatrix, at: line * half, negated: block == 1)
          draw(half..<paired, from: whole.submatrix, at: line * half, negated: block == 0)
        }
        position += end - column
      }
    }
  }
}
