extension TheoryArgument: Codable {
  /// Decodes a number, a string, a list of numbers, or true and false as those words.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: A decoding error for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let flag = try? container.decode(Bool.self) {
      self = .text(String(flag))
    } else if let values = try? container.decode([Double].self) {
      self = .list(values)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes the argument: a number, a list of numbers, or its text.
  ///
  /// - Parameter encoder: Where it goes.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .text(let text): try container.encode(text)
    case .list(let values): try container.encode(values)
    }
  }
}
