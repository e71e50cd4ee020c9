internal import WeightInit

/// A part of a tensor's elements in memory, as stored.
struct ElementWindow {
  let elementType: ElementType
  private(set) var bytes: [UInt8] = []

  /// Reads elements.
  ///
  /// - Parameters:
  ///   - index: The position of the tensor in the source.
  ///   - source: Where the tensor comes from.
  ///   - range: The elements.
  /// - Throws: ``VerificationError`` when the source does not deliver them; what the source throws.
  init(_ index: Int, of source: any TensorSource, range: Range<Int>) throws {
    let descriptor = source.tensors[index]
    elementType = descriptor.elementType
    let size = elementType.byteCount
    bytes.reserveCapacity(range.count * size)
    var start = 0
    try source.forEachChunk(of: index) { chunk in
      let end = start + chunk.count / size
      let part = range.clamped(to: start..<max(start, end))
      if !part.isEmpty {
        bytes.append(
          contentsOf: chunk[(part.lowerBound - start) * size..<(part.upperBound - start) * size]
        )
      }
      start = end
    }
    guard bytes.count == range.count * size, start == descriptor.elementCount else {
      throw VerificationError(
        code: .brokenSource,
        tensor: descriptor.name,
        message: """
          the source delivered \(start) elements, expected \(descriptor.elementCount); \
          the file or its reader is at fault
          """
      )
    }
  }

  /// The number of elements.
  var count: Int { bytes.count / elementType.byteCount }

  /// The elements as numbers.
  func decoded(_ range: Range<Int>) -> [Double] {
    let size = elementType.byteCount
    var values = Array(repeating: 0.0, count: range.count)
    bytes[range.lowerBound * size..<range.upperBound * size].withUnsafeBytes { bytes in
      values.withUnsafeMutableBufferPointer {
        ElementDecoder.decode(bytes, as: elementType, into: $0)
      }
    }
    return values
  }
}
