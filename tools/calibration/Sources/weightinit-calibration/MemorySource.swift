import WeightInit

/// Tensors in memory.
struct MemorySource: TensorSource {
  private(set) var tensors: [TensorDescriptor] = []
  private var contents: [[UInt8]] = []

  /// Adds a tensor; values are rounded to the element type.
  mutating func add(_ name: String, _ shape: [Int], _ values: [Double], as type: ElementType) {
    guard let descriptor = TensorDescriptor(name: name, shape: shape, elementType: type) else {
      return
    }
    tensors.append(descriptor)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(descriptor.byteCount)
    for value in values {
      switch type {
      case .float64: append(value.bitPattern, &bytes)
      case .bfloat16:
        let bits = Float(value).bitPattern
        append(UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16), &bytes)
      default: append(Float(value).bitPattern, &bytes)
      }
    }
    contents.append(bytes)
  }

  private func append(_ word: some FixedWidthInteger, _ bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try contents[index].withUnsafeBytes(body)
  }
}
