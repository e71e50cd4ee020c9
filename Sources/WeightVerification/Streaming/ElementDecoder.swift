internal import CVerificationKernels
internal import WeightInit

/// Turns little-endian bytes into numbers.
enum ElementDecoder {
  /// Decodes elements of a chunk.
  ///
  /// - Parameters:
  ///   - bytes: Whole elements.
  ///   - type: Their type.
  ///   - values: Takes one number for each element; at least as long as there are elements.
  static func decode(
    _ bytes: UnsafeRawBufferPointer,
    as type: ElementType,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    #if _endian(little)
      guard let from = bytes.baseAddress, let to = values.baseAddress else { return }
      switch type {
      case .float64: UnsafeMutableRawPointer(to).copyMemory(from: from, byteCount: bytes.count)
      case .float32: vk_widen_f32(from, bytes.count / 4, to)
      case .bfloat16: vk_widen_bf16(from, bytes.count / 2, to)
      case .float16: vk_widen_f16(from, bytes.count / 2, to)
      }
    #else
      decodeSwapped(bytes, as: type, into: values)
    #endif
  }

  /// Decodes a whole block, and measures its sum and range where that is best done on the way.
  static func decodeAndMeasure(
    _ bytes: UnsafeRawBufferPointer,
    as type: ElementType,
    into values: UnsafeMutableBufferPointer<Double>
  ) -> vk_range? {
    #if _endian(little)
      if type == .float32, let from = bytes.baseAddress, let to = values.baseAddress {
        var range = vk_range()
        vk_widen_and_measure_f32(from, bytes.count / 4, to, &range)
        return range
      }
    #endif
    decode(bytes, as: type, into: values)
    return nil
  }

  /// The same on processors that store the highest byte first.
  static func decodeSwapped(
    _ bytes: UnsafeRawBufferPointer,
    as type: ElementType,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    switch type {
    case .float64:
      for i in 0..<bytes.count / 8 {
        let word = bytes.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self)
        values[i] = Double(bitPattern: UInt64(littleEndian: word))
      }
    case .float32:
      for i in 0..<bytes.count / 4 {
        let word = bytes.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self)
        values[i] = Double(Float(bitPattern: UInt32(littleEndian: word)))
      }
    case .bfloat16:
      for i in 0..<bytes.count / 2 {
        let word = bytes.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)
        values[i] = Double(Float(bitPattern: UInt32(UInt16(littleEndian: word)) << 16))
      }
    case .float16:
      for i in 0..<bytes.count / 2 {
        let word = bytes.loadUnaligned(fromByteOffset: i * 2, as: UInt16.self)
        values[i] = float16(UInt16(littleEndian: word))
      }
    }
  }

  /// The value of an IEEE 754 binary16; Swift's `Float16` is missing on some platforms.
  static func float16(_ bits: UInt16) -> Double {
    let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign
        * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
    }
  }
}
