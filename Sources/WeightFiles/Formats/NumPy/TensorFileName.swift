/// The names under which the tensors of a folder are filed.
///
/// A tensor's name is its file name; what a file name cannot hold, or must not, is percent-encoded:
/// `/`, `\`, `:`, control characters, a leading `.`, and `%` itself.
enum TensorFileName {
  /// The most bytes that a name may take, its extension not counted.
  static let maximumByteCount = 200

  /// Makes a file name of a tensor's name.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: The file name without extension; `nil` when the name is empty or too long.
  static func encode(_ name: String) -> String? {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      let isLeadingDot = bytes.isEmpty && byte == UInt8(ascii: ".")
      if isLeadingDot || byte < 0x20 || byte == 0x7F || #"/\:%"#.utf8.contains(byte) {
        let digits = String(byte, radix: 16, uppercase: true)
        bytes += Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
      } else {
        bytes.append(byte)
      }
    }
    guard !bytes.isEmpty, bytes.count <= maximumByteCount else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Restores a tensor's name.
  ///
  /// - Parameter fileName: A file name without extension, of anyone's making.
  /// - Returns: The name; the file name itself when ``encode(_:)`` would not have made it.
  static func decode(_ fileName: String) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(fileName).utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return fileName
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    guard let name = String(validating: bytes, as: UTF8.self), encode(name) == fileName else {
      return fileName
    }
    return name
  }
}
