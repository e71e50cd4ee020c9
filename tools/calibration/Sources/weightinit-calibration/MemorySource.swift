import Foundation
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
      case .float16: append(Self.half(value), &bytes)
      case .float32: append(Float(value).bitPattern, &bytes)
      }
    }
    contents.append(bytes)
  }

  /// The nearest IEEE 754 binary16.
  private static func half(_ value: Double) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let magnitude = abs(value)
    if magnitude >= 65520 { return sign | 0x7C00 }
    let exponent = magnitude == 0 ? -14 : max(-14, Int(magnitude.exponent))
    let digits = Int((magnitude / pow(2, Double(exponent - 10))).rounded(.toNearestOrEven))
    // A carry moves on into the exponent.
    return sign | UInt16((exponent + 14) << 10 + digits)
  }

  /// Adds a tensor of another source.
  mutating func add(
    _ descriptor: TensorDescriptor,
    from source: some TensorSource,
    at index: Int
  ) throws {
    tensors.append(descriptor)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(descriptor.byteCount)
    try source.forEachChunk(of: index) { bytes.append(contentsOf: $0) }
    contents.append(bytes)
  }

  private func append(_ word: some FixedWidthInteger, _ bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try contents[index].withUnsafeBytes(body)
  }
}
