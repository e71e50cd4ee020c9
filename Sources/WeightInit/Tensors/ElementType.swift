/// The type in which the values of a tensor are stored.
///
/// float16 is IEEE 754 binary16; bfloat16 is the upper half of a float32. Both are drawn as one
/// round-to-nearest-even of the float32 draw.
public enum ElementType: String, Sendable, Hashable, Codable, CaseIterable {
  /// IEEE 754 binary32, the default.
  case float32
  /// IEEE 754 binary64.
  case float64
  /// IEEE 754 binary16.
  case float16
  /// The upper 16 bits of a binary32.
  case bfloat16

  /// The bytes that one element takes in a file.
  public var byteCount: Int {
    switch self {
    case .float64: 8
    case .float32: 4
    case .float16, .bfloat16: 2
    }
  }
}
