extension DocumentNode {
  /// Parses a JSON text (RFC 8259), strictly.
  ///
  /// Beyond the standard, a key may not occur twice in a map (keys are compared as Swift strings,
  /// after unescaping), and depth and size are bounded, because texts come from files of anyone's
  /// making.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8, without byte order mark.
  ///   - maximumDepth: How deep lists and maps may be nested, 64 by default.
  ///   - maximumValueCount: How many values, containers included, the text may hold.
  /// - Throws: ``JSONSyntaxError`` with the place of the first error.
  public init(
    json bytes: [UInt8],
    maximumDepth: Int = 64,
    maximumValueCount: Int = 4_000_000
  )
    throws(JSONSyntaxError)
  {
    var parser = JSONParser(
      bytes: bytes,
      maximumDepth: maximumDepth,
      remainingValues: maximumValueCount
    )
    self = try parser.parseDocument()
  }
}

/// A recursive-descent parser over one text.
struct JSONParser {
  let bytes: [UInt8]
  let maximumDepth: Int
  var remainingValues: Int
  var offset = 0
  // The mark of the last value, from which the next is counted on: marks only ever move forward.
  private var markOffset = 0
  private var line = 1
  private var column = 1

  init(bytes: [UInt8], maximumDepth: Int, remainingValues: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.remainingValues = remainingValues
  }

  mutating func parseDocument() throws(JSONSyntaxError) -> DocumentNode {
    skipSpace()
    let node = try parseValue(depth: 0)
    skipSpace()
    guard offset == bytes.count else { throw failure("text after the end of the document") }
    return node
  }

  private mutating func parseValue(depth: Int) throws(JSONSyntaxError) -> DocumentNode {
    let (line, column) = mark()
    remainingValues -= 1
    guard remainingValues >= 0 else { throw failure("the document holds too many values") }
    let content: DocumentNode.Content
    switch peek {
    case UInt8(ascii: "{"): content = .map(try parseMap(depth: depth + 1))
    case UInt8(ascii: "["): content = .list(try parseList(depth: depth + 1))
    case UInt8(ascii: "\""): content = .string(try parseString())
    case UInt8(ascii: "t"): content = try parseWord("true", as: .bool(true))
    case UInt8(ascii: "f"): content = try parseWord("false", as: .bool(false))
    case UInt8(ascii: "n"): content = try parseWord("null", as: .null)
    case UInt8(ascii: "-"): content = .number(try parseNumber())
    case .some(let byte) where Self.isDigit(byte): content = .number(try parseNumber())
    default: throw failure("expected a value, found \(found)")
    }
    return DocumentNode(content, line: line, column: column)
  }

  private mutating func parseMap(depth: Int) throws(JSONSyntaxError) -> [DocumentNode.Entry] {
    guard depth <= maximumDepth else { throw tooDeep() }
    offset += 1
    var entries: [DocumentNode.Entry] = []
    var keys: Set<String> = []
    skipSpace()
    if take("}") { return entries }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else {
        throw failure("expected a key in double quotes, found \(found)")
      }
      let start = offset
      let key = try parseString()
      guard keys.insert(key).inserted else {
        offset = start
        throw failure("the key \"\(key.prefix(80))\" occurs a second time")
      }
      skipSpace()
      guard take(":") else { throw failure("expected ':' after a key, found \(found)") }
      skipSpace()
      entries.append(.init(key: key, value: try parseValue(depth: depth)))
      skipSpace()
      if take("}") { return entries }
      guard take(",") else { throw failure("expected ',' or '}', found \(found)") }
    }
  }

  private mutating func parseList(depth: Int) throws(JSONSyntaxError) -> [DocumentNode] {
    guard depth <= maximumDepth else { throw tooDeep() }
    offset += 1
    var values: [DocumentNode] = []
    skipSpace()
    if take("]") { return values }
    while true {
      skipSpace()
      values.append(try parseValue(depth: depth))
      skipSpace()
      if take("]") { return values }
      guard take(",") else { throw failure("expected ',' or ']', found \(found)") }
    }
  }

  private mutating func parseWord(
    _ word: StaticString,
    as content: DocumentNode.Content
  )
    throws(JSONSyntaxError) -> DocumentNode.Content
  {
    let end = offset + word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { expected in
      end <= bytes.count && bytes[offset..<end].elementsEqual(expected)
    }
    guard matches else { throw failure("expected a value; did you mean \(word)?") }
    offset = end
    return content
  }

  private mutating func parseNumber() throws(JSONSyntaxError) -> String {
    let start = offset
    _ = take("-")
    if !take("0") { try skipDigits() }
    if take(".") { try skipDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func skipDigits() throws(JSONSyntaxError) {
    let start = offset
    while let byte = peek, Self.isDigit(byte) { offset += 1 }
    guard offset > start else { throw failure("expected a digit, found \(found)") }
  }

  // MARK: - Text

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  /// The place of ``offset``, counted on from the last.
  private mutating func mark() -> (line: Int, column: Int) {
    while markOffset < offset {
      let byte = bytes[markOffset]
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      markOffset += 1
    }
    return (line, column)
  }

  // MARK: - Errors

  /// What stands at ``offset``, for messages.
  var found: String {
    guard let byte = peek else { return "the end of the text" }
    return (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'" : "the byte 0x\(String(byte, radix: 16, uppercase: true))"
  }

  mutating func failure(_ message: String) -> JSONSyntaxError {
    // A second key is reported at its start, which may lie before the last mark but never before
    // its line's start by more than the key itself; counting afresh is exact.
    if offset < markOffset { (markOffset, line, column) = (0, 1, 1) }
    let (line, column) = mark()
    return JSONSyntaxError(message: message, byteOffset: offset, line: line, column: column)
  }

  private mutating func tooDeep() -> JSONSyntaxError {
    failure("lists and maps are nested more than \(maximumDepth) deep")
  }
}
