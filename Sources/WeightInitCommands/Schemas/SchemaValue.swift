import WeightInit

/// A JSON value, for building schemas.
indirect enum SchemaValue: Encodable {
  case text(String)
  case number(Double)
  case unsigned(UInt64)
  case flag(Bool)
  case list([SchemaValue])
  case object([String: SchemaValue])

  init(_ value: ParameterValue) {
    self =
      switch value {
      case .number(let number): number.isFinite ? .number(number) : .text("inf")
      case .integer(let number): .number(Double(number))
      case .text(let text): .text(text)
      case .flag(let flag): .flag(flag)
      case .integers(let numbers): .list(numbers.map { .number(Double($0)) })
      }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .number(let value):
      if let integer = Int(exactly: value) {
        try container.encode(integer)
      } else {
        try container.encode(value)
      }
    case .unsigned(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
}
