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

  @inline(__always)
  private mutating func update(_ bytes: UnsafeRawBufferPointer, widening widen: (UInt16) -> UInt32)
  {
    // So few at once that they are still in the cache when they are hashed.
    let capacity = 4096
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { widened in
      let count = bytes.count / 2
      for start in stride(from: 0, to: count, by: capacity) {
        let length = min(capacity, count - start)
        for index in 0..<length {
          let bits = bytes.loadUnaligned(fromByteOffset: 2 * (start + index), as: UInt16.self)
          widened[index] = widen(UInt16(littleEndian: bits)).littleEndian
        }
        hash.update(
          bufferPointer: UnsafeRawBufferPointer(
            UnsafeBufferPointer(rebasing: widened[..<length])
          )
        )
      }
    }
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
