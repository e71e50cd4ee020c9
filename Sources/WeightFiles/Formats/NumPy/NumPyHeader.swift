import WeightInit

/// The header of a .npy file, as numpy's `lib.format` defines it.
struct NumPyHeader: Equatable {
  /// The element type.
  var elementType: NumPyElementType
  /// Whether the first axis, not the last, changes fastest.
  var isFortranOrder: Bool
  /// The lengths of the axes.
  var shape: [Int]

  /// The first bytes of every .npy file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The header that numpy itself writes for a tensor in C order, byte for byte.
  ///
  /// - Parameter tensor: A tensor that is not bfloat16.
  /// - Returns: The bytes up to the data; `nil` for bfloat16, for which .npy has no type.
  static func bytes(for tensor: TensorDescriptor) -> [UInt8]? {
    let descriptor: String
    switch tensor.elementType {
    case .float32: descriptor = "<f4"
    case .float64: descriptor = "<f8"
    case .float16: descriptor = "<f2"
    case .bfloat16: return nil
    }
    let lengths = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.shape.count == 1 ? "(\(lengths),)" : "(\(lengths))"
    var text = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': \(shape), }"
    // numpy leaves room for the first length to grow to 21 digits.
    if let first = tensor.shape.first {
      text += String(repeating: " ", count: 21 - String(first).count)
    }
    let prefixCount = magic.count + 2 + 2
    // A full 64 when nothing would be needed, as numpy does.
    text += String(repeating: " ", count: 64 - (prefixCount + text.utf8.count + 1) % 64) + "\n"
    let count = UInt16(clamping: text.utf8.count)
    return magic + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8)] + Array(text.utf8)
  }
}
