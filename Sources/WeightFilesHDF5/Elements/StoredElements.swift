#if HDF5 && (os(Linux) || os(macOS))
  import WeightInit

  /// How the elements of a tensor lie in a dataset.
  enum StoredElements: Sendable, Hashable {
    /// As the HDF5 type of the tensor's own element type.
    case own
    /// bfloat16 as float32 of the same values, marked by an attribute. Some readers take a 16-bit
    /// float type for float16 whatever its exponent, and none gets float32 wrong.
    case bfloat16AsFloat32
    /// bfloat16 as two bytes without meaning, marked by an attribute, as Keras writes it.
    case opaqueBFloat16

    /// The attribute of ``bfloat16AsFloat32``, with the value `bfloat16`.
    static let elementTypeAttribute = "element_type"
    /// The attribute of ``opaqueBFloat16``, with the value `bfloat16`.
    static let kerasTypeAttribute = "dtype"

    /// The bytes that an element takes in memory between the file and its conversion.
    func byteCount(of elementType: ElementType) -> Int {
      self == .bfloat16AsFloat32 ? ElementType.float32.byteCount : elementType.byteCount
    }

    /// Widens bfloat16 to float32, which is exact.
    ///
    /// - Parameters:
    ///   - narrow: Little-endian bfloat16.
    ///   - wide: As many little-endian float32.
    static func widen(_ narrow: UnsafeRawBufferPointer, to wide: UnsafeMutableRawBufferPointer) {
      for index in 0..<(narrow.count / 2) {
        let bits = UInt16(
          littleEndian: narrow.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        )
        wide.storeBytes(
          of: (UInt32(bits) << 16).littleEndian,
          toByteOffset: 4 * index,
          as: UInt32.self
        )
      }
    }

    /// Narrows float32 to bfloat16 in place, from the start of the buffer.
    ///
    /// - Parameter wide: Little-endian float32.
    /// - Returns: `false` when a value is no bfloat16.
    static func narrow(_ wide: UnsafeMutableRawBufferPointer) -> Bool {
      for index in 0..<(wide.count / 4) {
        let bits = UInt32(
          littleEndian: wide.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        )
        guard bits & 0xFFFF == 0 else { return false }
        wide.storeBytes(
          of: UInt16(bits >> 16).littleEndian,
          toByteOffset: 2 * index,
          as: UInt16.self
        )
      }
      return true
    }
  }
#endif
