/// A matrix that was computed as a whole when the draw was prepared.
public struct MatrixFill: TensorFill {
  private let elements: [Double]

  /// Serves ranges of a matrix.
  ///
  /// - Parameter elements: The matrix, row after row.
  public init(_ elements: [Double]) { self.elements = elements }

  /// Copies the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    for (index, position) in zip(values.indices, range) {
      values[index] = Element(elements[position])
    }
  }
}
