import WeightInit

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
  /// One tensor of the header.
  struct Entry {
    var name: String
    var type: SafetensorsType
    var shape: [Int]
    /// Where its bytes lie, from the end of the header.
    var range: Range<Int>
  }

  /// The tensors in the order of their bytes, which they cover without gap.
  var entries: [Entry]

  /// The length of the JSON text, from the first eight bytes of a file.
  ///
  /// - Parameter bytes: At least 8 bytes.
  /// - Returns: The length, which may be anything.
  static func byteCount(_ bytes: [UInt8]) -> UInt64 {
    bytes[..<8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  // MARK: - Writing

  /// The start of a file: the length of the header and the header, byte for byte as the reference
  /// library writes them.
  ///
  /// - Parameter tensors: The tensors in the order of their bytes.
  /// - Returns: The bytes; `nil` when the tensors together overflow the size of a file.
  static func bytes(for tensors: [TensorDescriptor]) -> [UInt8]? {
    // Some versions of transformers refuse files that do not say which framework they are from.
    var text = Array(#"{"__metadata__":{"format":"pt"}"#.utf8)
    var offset = 0
    for tensor in tensors {
      let (end, overflow) = offset.addingReportingOverflow(tensor.byteCount)
      guard !overflow else { return nil }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      text.append(UInt8(ascii: ","))
      appendString(tensor.name, to: &text)
      text +=
        #":{"dtype":"\#(SafetensorsType(tensor.elementType).rawValue)","shape":[\#(shape)],"#
        .utf8
      text += #""data_offsets":[\#(offset),\#(end)]}"#.utf8
      offset = end
    }
    text.append(UInt8(ascii: "}"))
    text += repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) } + text
  }

  /// Appends a JSON string with no more escapes than JSON demands.
  private static func appendString(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x08: text += #"\b"#.utf8
      case 0x09: text += #"\t"#.utf8
      case 0x0A: text += #"\n"#.utf8
      case 0x0C: text += #"\f"#.utf8
      case 0x0D: text += #"\r"#.utf8
      case ..<0x20: text += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
