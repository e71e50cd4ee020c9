extension AxisOrder {
  /// Copies elements from logical into stored order.
  ///
  /// - Parameters:
  ///   - logical: The elements in logical order, C order of ``logicalShape``.
  ///   - stored: Receives the elements in stored order; as many.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  @_specialize(where Element == UInt16)
  @_specialize(where Element == UInt32)
  @_specialize(where Element == UInt64)
  package func arrange<Element>(
    _ logical: UnsafeBufferPointer<Element>,
    into stored: UnsafeMutableBufferPointer<Element>
  ) {
    let (lengths, strides) = gatherStrides
    guard let innerLength = lengths.last, let innerStride = strides.last, !logical.isEmpty else {
      if let value = logical.first { stored[0] = value }
      return
    }
    var counters = Array(repeating: 0, count: lengths.count)
    var source = 0
    var target = 0
    while target < stored.count {
      for step in 0..<innerLength { stored[target + step] = logical[source + step * innerStride] }
      target += innerLength
      var axis = lengths.count - 2
      while axis >= 0 {
        counters[axis] += 1
        source += strides[axis]
        if counters[axis] < lengths[axis] { break }
        source -= counters[axis] * strides[axis]
        counters[axis] = 0
        axis -= 1
      }
      if axis < 0 { break }
    }
  }

  /// The positions in logical order of the stored elements, in stored order.
  ///
  /// For readers that must know, element by element, to which neuron a stored value belongs.
  package func logicalPositions() -> [Int] {
    let count = logicalShape.reduce(1, *)
    let positions = Array(0..<count)
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      positions.withUnsafeBufferPointer { arrange($0, into: buffer) }
      initialized = count
    }
  }
}
