/// The resolved value of a parameter, as manifests and plans record it.
public enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
  /// A number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// A word, such as the name of a mode.
  case text(String)
  /// A yes or no.
  case flag(Bool)
  /// Several whole numbers, such as the lengths of a kernel.
  case integers([Int])

  /// The value as a claim spells it.
  public var description: String {
    switch self {
    case .number(let value): value.shortest
    case .integer(let value): String(value)
    case .text(let value): value
    case .flag(let value): String(value)
    case .integers(let values): "[" + values.map(String.init).joined(separator: ", ") + "]"
    }
  }
}

/// The JSON form is the bare value; an infinite number is the string `"inf"`.
extension ParameterValue: Codable {
  /// Reads a value from its JSON form.
  ///
  /// - Parameter decoder: Where the value comes from.
  /// - Throws: `DecodingError` when it is none of the types.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let integers = try? container.decode([Int].self) {
      self = .integers(integers)
    } else {
      let text = try container.decode(String.self)
      self = text == "inf" ? .number(.infinity) : .text(text)
    }
  }

  /// Writes the value in its JSON form.
  ///
  /// - Parameter encoder: Where the value goes.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(JSONNumber(value))
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .integers(let values): try container.encode(values)
    }
  }
}
