extension TheoryValue: Encodable {
  /// Encodes a number, an array, an array of arrays or an object.
  ///
  /// Infinities, which JSON does not have, are encoded as the texts that ``TheoryArgument`` reads.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: The encoder's errors.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(Element(value: value))
    case .list(let values): try container.encode(values.map(Element.init))
    case .record(let values): try container.encode(values.mapValues(Element.init))
    case .matrix(let rows): try container.encode(rows.map { $0.map(Element.init) })
    }
  }

  private struct Element: Encodable {
    let value: Double

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if value.isFinite {
        try container.encode(value)
      } else {
        try container.encode(String(value))
      }
    }
  }
}
