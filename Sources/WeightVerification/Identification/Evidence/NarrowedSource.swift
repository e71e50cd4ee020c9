internal import WeightInit

/// A source of which one tensor is stored in the narrower type that its values come from.
///
/// A float32 tensor that holds bfloat16 values has the law of a bfloat16 tensor: its values stand for
/// the cells that round to them.
struct NarrowedSource: TensorSource {
  let tensors: [TensorDescriptor]
  private let source: any TensorSource
  private let narrowed: Int
  private let original: ElementType
  private let type: ElementType

  /// Narrows a tensor; `nil` when the descriptor cannot be formed.
  init?(_ source: any TensorSource, tensor index: Int, to type: ElementType) {
    let descriptor = source.tensors[index]
    guard
      let narrow = TensorDescriptor(
        name: descriptor.name,
        shape: descriptor.shape,
        elementType: type
      )
    else { return nil }
    var tensors = source.tensors
    tensors[index] = narrow
    self.tensors = tensors
    self.source = source
    self.type = type
    narrowed = index
    original = descriptor.elementType
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard index == narrowed else { return try source.forEachChunk(of: index, body) }
    var values: [Double] = []
    try source.forEachChunk(of: index) { chunk in
      let count = chunk.count / original.byteCount
      if values.count < count { values = Array(repeating: 0, count: count) }
      values.withUnsafeMutableBufferPointer {
        ElementDecoder.decode(chunk, as: original, into: $0)
      }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count * type.byteCount)
      for value in values[..<count] { Self.append(value, as: type, to: &bytes) }
      try bytes.withUnsafeBytes(body)
    }
  }

  /// The values have no more bits than the type, so that nothing is rounded.
  private static func append(_ value: Double, as type: ElementType, to bytes: inout [UInt8]) {
    func append(_ word: some FixedWidthInteger) {
      withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }
    switch type {
    case .float64: append(value.bitPattern)
    case .float32: append(Float(value).bitPattern)
    case .bfloat16: append(UInt16(truncatingIfNeeded: Float(value).bitPattern >> 16))
    case .float16:
      guard value.isFinite else { return append(UInt16(0x7E00)) }
      let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
      let magnitude = min(value.magnitude, 65504)
      guard magnitude >= 0x1p-14 else {
        return append(sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven)))
      }
      let fraction = ((magnitude.significand - 1) * 1024).rounded(.toNearestOrEven)
      append(sign | (UInt16(Int(magnitude.exponent) + 15) << 10 + UInt16(fraction)))
    }
  }
}
