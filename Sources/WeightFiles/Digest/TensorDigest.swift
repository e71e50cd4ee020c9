internal import Crypto
internal import Foundation
public import WeightInit

/// The SHA-256 of a tensor's values, independent of the file that holds them.
///
/// The values are hashed in C order as little-endian binary32; float64 as binary64; float16 and
/// bfloat16 are widened first, which is exact. So a tensor keeps its digest when it is converted to
/// a format or type that holds its values.
public struct TensorDigest {
  private let elementType: ElementType
  private var hash = SHA256()
  private var widened: [UInt32] = []

  /// Begins with no values.
  ///
  /// - Parameter elementType: The type of the values.
  public init(elementType: ElementType) {
    self.elementType = elementType
  }

  /// Appends values.
  ///
  /// - Parameter bytes: Whole elements, little-endian, at any alignment.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch elementType {
    case .float32, .float64: hash.update(bufferPointer: bytes)
    case .float16: update(bytes, widening: HalfPrecision.widen)
    case .bfloat16: update(bytes, widening: HalfPrecision.widenBrain)
    }
  }

  private mutating func update(_ bytes: UnsafeRawBufferPointer, widening widen: (UInt16) -> UInt32)
  {
    widened.removeAll(keepingCapacity: true)
    widened.reserveCapacity(bytes.count / 2)
    for offset in stride(from: 0, to: bytes.count & ~1, by: 2) {
      let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      widened.append(widen(bits).littleEndian)
    }
    widened.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The digest of all values so far.
  ///
  /// - Returns: `sha256:` and 64 hexadecimal digits.
  public consuming func finalize() -> String {
    let digits = hash.finalize().map { byte in
      (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
    return "sha256:" + digits.joined()
  }
}
