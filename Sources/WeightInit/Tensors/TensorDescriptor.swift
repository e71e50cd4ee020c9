/// The name, stored shape and element type of one tensor.
public struct TensorDescriptor: Sendable, Hashable {
  /// The tensor's name, unique within its source, for example `fc1.weight`.
  public let name: String
  /// The lengths of the axes as stored, slowest first; empty for a scalar.
  public let shape: [Int]
  /// The type of the stored elements.
  public let elementType: ElementType
  /// The number of elements: the product of ``shape``, 1 for a scalar.
  public let elementCount: Int
  /// The bytes that the elements take.
  public let byteCount: Int

  /// Describes a tensor; `nil` when a length is negative or the size overflows `Int`, as sizes that
  /// come from files may.
  ///
  /// The lengths beside a length of 0 must have a size that fits, too.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: The lengths of the axes, each at least 0.
  ///   - elementType: The type of the stored elements.
  public init?(name: String, shape: [Int], elementType: ElementType) {
    // The strides of an empty tensor must fit as well, so an axis of length 0 excuses no other.
    var extent = elementType.byteCount
    for length in shape {
      let (product, overflow) = extent.multipliedReportingOverflow(by: max(length, 1))
      guard length >= 0, !overflow else { return nil }
      extent = product
    }
    self.name = name
    self.shape = shape
    self.elementType = elementType
    self.byteCount = shape.contains(0) ? 0 : extent
    self.elementCount = byteCount / elementType.byteCount
  }
}
