extension DocumentNode {
  /// The value of a key; `nil` when the key is missing or the value is not a map.
  public subscript(key: String) -> DocumentNode? {
    entries?.first { $0.key == key }?.value
  }

  /// The entries of a map in document order; `nil` for anything else.
  public var entries: [Entry]? {
    if case .map(let entries) = content { entries } else { nil }
  }

  /// The values of a list; `nil` for anything else.
  public var list: [DocumentNode]? {
    if case .list(let values) = content { values } else { nil }
  }

  /// The text of a string; `nil` for anything else, numbers included.
  public var text: String? {
    if case .string(let text) = content { text } else { nil }
  }

  /// The value of a boolean; `nil` for anything else.
  public var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// Whether the value is `null`.
  public var isNull: Bool { content == .null }

  /// The value of a number written without fraction and exponent; `nil` for anything else, and when
  /// it does not fit.
  public var integer: Int? {
    if case .number(let text) = content { Self.parseInteger(text) } else { nil }
  }

  /// The value of a number written without fraction and exponent; `nil` for anything else, and when
  /// it is negative or does not fit.
  public var unsignedInteger: UInt64? {
    if case .number(let text) = content { Self.parseInteger(text) } else { nil }
  }

  /// The value of a number, rounded to the nearest double; `nil` for anything else, and for a finite
  /// number too large for a double.
  ///
  /// YAML's `.inf` and `.nan` are infinity and not-a-number.
  public var double: Double? {
    guard case .number(let text) = content else { return nil }
    switch text.lowercased() {
    case ".inf", "+.inf": return .infinity
    case "-.inf": return -.infinity
    case ".nan": return .nan
    default:
      if let integer: Int = Self.parseInteger(text) { return Double(integer) }
      guard let value = Double(text), value.isFinite else { return nil }
      return value
    }
  }

  /// What the value is, for messages: `a map`, `a list`, `the string "x"`, `the number 3`.
  public var summary: String {
    switch content {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .number(let text): return "the number \(text)"
    case .string(let text):
      return text.count <= 40 ? "the string \"\(text)\"" : "the string \"\(text.prefix(40))…\""
    case .list: return "a list"
    case .map: return "a map"
    }
  }

  /// Reads a decimal integer, or one of YAML's hexadecimal (`0x1f`) and octal (`0o17`) integers.
  private static func parseInteger<Value: FixedWidthInteger>(_ text: String) -> Value? {
    if text.hasPrefix("0x") { return Value(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return Value(text.dropFirst(2), radix: 8) }
    return Value(text)
  }
}
