/// Parses a Python literal, strictly and without recursion beyond a small depth.
struct PythonLiteralParser {
  /// What is wrong, and the place in bytes from the start of the literal.
  struct Failure: Error {
    var message: String
    var offset: Int
  }

  private static let maximumDepth = 16

  private let bytes: [UInt8]
  private var offset = 0

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Parses a text that holds one literal and nothing else but white space.
  ///
  /// - Parameter bytes: The text; beyond ASCII in UTF-8.
  /// - Returns: The literal.
  /// - Throws: The first failure.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> PythonLiteral {
    var parser = PythonLiteralParser(bytes: bytes)
    let literal = try parser.parseValue(depth: 0)
    parser.skipSpace()
    guard parser.offset == bytes.count else {
      throw parser.failure("text after the end of the header")
    }
    return literal
  }

  private mutating func parseValue(depth: Int) throws(Failure) -> PythonLiteral {
    guard depth < Self.maximumDepth else { throw failure("values are nested too deep") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return .map(try parseMap(depth: depth))
    case UInt8(ascii: "["):
      return .list(try parseItems(closedBy: "]", depth: depth).items)
    case UInt8(ascii: "("):
      let (items, hasComma) = try parseItems(closedBy: ")", depth: depth)
      // Parentheses around a single value do not make a tuple; a comma does.
      return items.count == 1 && !hasComma ? items[0] : .tuple(items)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try parseString())
    case .some(let byte) where Self.isDigit(byte) || byte == UInt8(ascii: "-"):
      return .integer(try parseInteger())
    case .some(let byte) where Self.isLetter(byte): return try parseWord()
    default: throw failure("expected a value, found \(found)")
    }
  }

  private mutating func parseMap(depth: Int) throws(Failure) -> [(String, PythonLiteral)] {
    offset += 1
    var entries: [(String, PythonLiteral)] = []
    while true {
      skipSpace()
      if take("}") { return entries }
      let start = offset
      guard case .string(let key) = try parseValue(depth: depth + 1) else {
        offset = start
        throw failure("expected a key in quotes, found \(found)")
      }
      skipSpace()
      guard take(":") else { throw failure("expected ':' after a key, found \(found)") }
      entries.append((key, try parseValue(depth: depth + 1)))
      skipSpace()
      if take("}") { return entries }
      guard take(",") else { throw failure("expected ',' or '}', found \(found)") }
    }
  }

  private mutating func parseItems(
    closedBy end: Unicode.Scalar,
    depth: Int
  ) throws(Failure)
    -> (items: [PythonLiteral], hasComma: Bool)
  {
    offset += 1
    var items: [PythonLiteral] = []
    var hasComma = false
    while true {
      skipSpace()
      if take(end) { return (items, hasComma) }
      items.append(try parseValue(depth: depth + 1))
      skipSpace()
      if take(end) { return (items, hasComma) }
      guard take(",") else { throw failure("expected ',' or '\(end)', found \(found)") }
      hasComma = true
    }
  }

  private mutating func parseString() throws(Failure) -> String {
    let quote = bytes[offset]
    offset += 1
    let start = offset
    while let byte = peek, byte != quote {
      // No element type or key needs an escape; numpy writes none.
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else {
        throw failure("escapes and control characters are not supported in a header")
      }
      offset += 1
    }
    guard offset < bytes.count else { throw failure("a string has no end") }
    guard let text = String(validating: bytes[start..<offset], as: UTF8.self) else {
      throw failure("a string is not valid text")
    }
    offset += 1
    return text
  }

  private mutating func parseInteger() throws(Failure) -> Int {
    let start = offset
    _ = take("-")
    while let byte = peek, Self.isDigit(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    // Python 2 wrote long integers with an L.
    _ = take("L")
    if let byte = peek, Self.isLetter(byte) || byte == UInt8(ascii: ".") {
      throw failure("expected an integer, found \(found) in a number")
    }
    guard let value = Int(text) else {
      offset = start
      throw failure("the integer \(text.prefix(24)) is malformed or too large")
    }
    return value
  }

  private mutating func parseWord() throws(Failure) -> PythonLiteral {
    let start = offset
    while let byte = peek, Self.isLetter(byte) || Self.isDigit(byte) { offset += 1 }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    switch word {
    case "True": return .bool(true)
    case "False": return .bool(false)
    case "None": return .noneObject
    case "u", "U":
      // Python 2 marked Unicode strings.
      if peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"") {
        return .string(try parseString())
      }
      fallthrough
    default:
      offset = start
      throw failure("unknown word \(word.prefix(24))")
    }
  }

  // MARK: - Text

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
  }

  private var found: String {
    guard let byte = peek else { return "the end of the header" }
    return (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16, uppercase: true))"
  }

  private func failure(_ message: String) -> Failure {
    Failure(message: message, offset: offset)
  }
}
