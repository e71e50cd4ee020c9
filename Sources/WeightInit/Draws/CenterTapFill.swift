/// A kernel that is zero but at one tap, where it holds a matrix for each group of channels.
struct CenterTapFill<Matrix: TensorFill>: TensorFill {
  /// The matrix of output by input channels of each group.
  let matrices: [Matrix]
  /// The rows of a group's matrix, at least 1.
  let matrixRows: Int
  /// The columns of a group's matrix, at least 1.
  let channels: Int
  /// The kernel position that holds the matrix.
  let tap: Int
  /// The kernel positions.
  let tapCount: Int

  /// Draws the values at some positions.
  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    values.update(repeating: 0)
    guard !range.isEmpty else { return }
    let rowLength = channels * tapCount
    // Positions of a group's matrix count its channels row after row; so do the taps of the range.
    let first = (range.lowerBound - tap + tapCount - 1).quotient(dividingDownBy: tapCount)
    let last = (range.upperBound - tap + tapCount - 1).quotient(dividingDownBy: tapCount)
    let groupLength = matrixRows * rowLength / tapCount
    var place = max(0, first)
    while place < last {
      let (group, start) = place.quotientAndRemainder(dividingBy: groupLength)
      guard group < matrices.count else { return }
      let count = min(groupLength - start, last - place)
      withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { entries in
        entries.initialize(repeating: 0)
        matrices[group].fill(start..<start + count, into: entries)
        for (offset, entry) in entries.enumerated() {
          values[(place + offset) * tapCount + tap - range.lowerBound] = entry
        }
      }
      place += count
    }
  }
}

extension Int {
  /// The quotient rounded towards minus infinity.
  fileprivate func quotient(dividingDownBy divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
