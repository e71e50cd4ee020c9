/// The values of one tensor, any range of which can be drawn.
///
/// Positions count in the logical order of ``AxisOrder``: neuron after neuron. `fill(range)` gives
/// the same bits as the same slice of `fill(all)`, whatever the order of calls and the thread; a
/// matrix-wide scheme computes its matrix when it is prepared.
public protocol TensorFill: Sendable {
  /// Draws the values at some positions.
  ///
  /// - Parameters:
  ///   - range: The positions, within the tensor.
  ///   - values: Receives the values; as long as `range`.
  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  )
}

extension TensorFill {
  /// The values at some positions, as an array.
  ///
  /// - Parameters:
  ///   - range: The positions, within the tensor.
  ///   - type: The type in which to draw.
  /// - Returns: The values, one for each position.
  public func values<Element: DrawnElement>(
    _ range: Range<Int>,
    as type: Element.Type = Element.self
  ) -> [Element] {
    Array(unsafeUninitializedCapacity: range.count) { buffer, count in
      buffer.initialize(repeating: 0)
      fill(range, into: buffer)
      count = range.count
    }
  }
}

extension UnsafeMutableBufferPointer {
  /// Calls a function for one part after the other, each of which stays in the processor's cache
  /// while it is worked on.
  ///
  /// - Parameter body: Takes the position of the part's first value and the part.
  @inline(__always)
  func forEachCachedPart(_ body: (_ start: Int, _ part: UnsafeMutableBufferPointer) -> Void) {
    for start in stride(from: 0, to: count, by: 4096) {
      body(
        start,
        UnsafeMutableBufferPointer(rebasing: self[start..<Swift.min(start + 4096, count)])
      )
    }
  }
}
