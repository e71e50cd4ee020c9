import WeightInit

/// Tensors in memory, delivered in chunks of a given number of elements.
struct MemorySource: TensorSource {
  private(set) var tensors: [TensorDescriptor] = []
  private var contents: [[UInt8]] = []
  var chunkLength = 1000

  /// Adds a tensor; values are rounded to the element type, through float32 for the 16-bit types.
  mutating func add(
    _ name: String,
    _ shape: [Int],
    _ values: [Double],
    as type: ElementType = .float32
  ) {
    guard let descriptor = TensorDescriptor(name: name, shape: shape, elementType: type) else {
      return
    }
    tensors.append(descriptor)
    contents.append(values.flatMap { Self.bytes($0, type) })
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let step = chunkLength * tensors[index].elementType.byteCount
    for start in stride(from: 0, to: contents[index].count, by: step) {
      try contents[index][start..<min(start + step, contents[index].count)].withUnsafeBytes(body)
    }
  }

  private static func bytes(_ value: Double, _ type: ElementType) -> [UInt8] {
    func little(_ word: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
    switch type {
    case .float64: return little(value.bitPattern)
    case .float32: return little(Float(value).bitPattern)
    case .bfloat16:
      let bits = Float(value).bitPattern
      // Round to nearest, ties to even; NaN stays NaN.
      guard !value.isNaN else { return little(UInt16(0x7FC0)) }
      return little(UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16))
    case .float16: return little(float16Bits(Float(value)))
    }
  }

  static func float16Bits(_ value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    if value.isNaN { return 0x7E00 }
    let magnitude = value.magnitude
    if magnitude >= 65520 { return sign | 0x7C00 }
    if magnitude < 0x1p-14 {
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    // A fraction that rounds up to 1024 carries into the exponent, as it should.
    let fraction = ((magnitude.significand - 1) * 1024).rounded(.toNearestOrEven)
    return sign | (UInt16(Int(magnitude.exponent) + 15) << 10 + UInt16(fraction))
  }
}
