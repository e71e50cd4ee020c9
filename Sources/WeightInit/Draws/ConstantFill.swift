/// One value everywhere.
public struct ConstantFill: TensorFill {
  /// The value.
  public let value: Double

  /// Fills a tensor with one value.
  ///
  /// - Parameter value: The value; it is rounded to the element type.
  public init(_ value: Double) { self.value = value }

  /// Fills the positions with the value.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    values.update(repeating: Element(value))
  }
}
