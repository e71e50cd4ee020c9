extension JSONParser {
  /// Parses a string, its opening quote included.
  mutating func parseString() throws(JSONSyntaxError) -> String {
    offset += 1
    var content: [UInt8] = []
    // Bytes from here on belong to the string as they stand.
    var start = offset
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        content.append(contentsOf: bytes[start..<offset])
        guard let text = String(validating: content, as: UTF8.self) else {
          throw failure("a string is not valid UTF-8")
        }
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        content.append(contentsOf: bytes[start..<offset])
        offset += 1
        content.append(contentsOf: Array(String(try parseEscape()).utf8))
        start = offset
      case 0..<0x20:
        throw failure("a control character in a string must be escaped")
      default:
        offset += 1
      }
    }
    throw failure("a string has no end")
  }

  /// Parses what follows a backslash.
  private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard let byte = peek else { throw failure("a string has no end") }
    let scalar: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default: throw failure("unknown escape: \\ followed by \(found)")
    }
    offset += 1
    return scalar
  }

  /// Parses `uXXXX`, or two of them with a backslash between when they are a surrogate pair.
  private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try parseHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), take("\\"), peek == UInt8(ascii: "u") else {
      throw failure("half of a surrogate pair stands alone")
    }
    let second = try parseHexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("half of a surrogate pair stands alone") }
    return scalar
  }

  /// Parses `uXXXX`.
  private mutating func parseHexadecimal() throws(JSONSyntaxError) -> UInt32 {
    offset += 1
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits after \\u, found \(found)")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
