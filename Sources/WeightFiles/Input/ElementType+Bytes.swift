import WeightInit

extension ElementType {
  /// Reverses the bytes of each element in place.
  ///
  /// - Parameter bytes: Whole elements, aligned for the type.
  func reverseBytes(of bytes: UnsafeMutableRawBufferPointer) {
    switch byteCount {
    case 2: Self.reverse(bytes.bindMemory(to: UInt16.self))
    case 4: Self.reverse(bytes.bindMemory(to: UInt32.self))
    default: Self.reverse(bytes.bindMemory(to: UInt64.self))
    }
  }

  private static func reverse<Value: FixedWidthInteger>(_ values: UnsafeMutableBufferPointer<Value>)
  {
    for index in values.indices { values[index] = values[index].byteSwapped }
  }
}
