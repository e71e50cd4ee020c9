import WeightInit

/// Decodes `Decodable` values from a document, with errors that say where and what.
///
/// Foundation's decoder says of a number that does not fit only that the data are not valid JSON.
struct DocumentDecoder: Decoder {
  let node: DocumentNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// Decodes a value.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - node: The document.
  /// - Returns: The value.
  /// - Throws: `DecodingError`.
  static func decode<Value: Decodable>(_ type: Value.Type, from node: DocumentNode) throws -> Value
  {
    try DocumentDecoder(node: node, codingPath: []).decode(type)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let entries = node.entries else { throw mismatch("a map") }
    return KeyedDecodingContainer(
      KeyedContainer(
        codingPath: codingPath,
        values: Dictionary(
          entries.map { ($0.key, $0.value) },
          uniquingKeysWith: { first, _ in first }
        )
      )
    )
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let values = node.list else { throw mismatch("a list") }
    return UnkeyedContainer(codingPath: codingPath, values: values)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private func mismatch(_ expected: String) -> DecodingError {
    DecodingError.typeMismatch(
      DocumentNode.self,
      .init(
        codingPath: codingPath,
        debugDescription: "expected \(expected), found \(node.summary)"
      )
    )
  }
}

extension DocumentDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { node.isNull }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    func require(_ value: (any Decodable)?, _ expected: String) throws -> Value {
      guard let value = value as? Value else { throw mismatch(expected) }
      return value
    }
    switch type {
    case is String.Type: return try require(node.text, "a string")
    case is Bool.Type: return try require(node.bool, "true or false")
    case is Double.Type: return try require(node.double, "a number")
    case is Float.Type: return try require(node.double.map { Float($0) }, "a number")
    case let type as any FixedWidthInteger.Type:
      return try require(integer(type) as? any Decodable, "an integer that fits \(type)")
    default: return try Value(from: self)
    }
  }

  private func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
    node.integer.flatMap { Value(exactly: $0) }
      ?? node.unsignedInteger.flatMap { Value(exactly: $0) }
  }
}

// The generic methods serve as witnesses of the many requirements for single types.
extension DocumentDecoder {
  private struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    let values: [String: DocumentNode]

    var allKeys: [Key] { values.keys.compactMap(Key.init) }

    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(forKey: key).node.isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try decoder(forKey: key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type,
      forKey key: Key
    ) throws
      -> KeyedDecodingContainer<Nested>
    {
      try decoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try decoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
      DocumentDecoder(node: .init(.null), codingPath: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(forKey: key) }

    private func decoder(forKey key: Key) throws -> DocumentDecoder {
      guard let node = values[key.stringValue] else {
        throw DecodingError.keyNotFound(
          key,
          .init(codingPath: codingPath, debugDescription: "is missing")
        )
      }
      return DocumentDecoder(node: node, codingPath: codingPath + [key])
    }
  }

  private struct UnkeyedContainer: UnkeyedDecodingContainer {
    let codingPath: [any CodingKey]
    let values: [DocumentNode]
    var currentIndex = 0

    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex >= values.count }

    mutating func decodeNil() throws -> Bool {
      guard try next().node.isNull else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      let value = try next().decode(type)
      currentIndex += 1
      return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws
      -> KeyedDecodingContainer<Nested>
    {
      let container = try next().container(keyedBy: type)
      currentIndex += 1
      return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      let container = try next().unkeyedContainer()
      currentIndex += 1
      return container
    }

    mutating func superDecoder() throws -> any Decoder {
      let decoder = try next()
      currentIndex += 1
      return decoder
    }

    private func next() throws -> DocumentDecoder {
      guard !isAtEnd else {
        throw DecodingError.valueNotFound(
          DocumentNode.self,
          .init(codingPath: codingPath, debugDescription: "the list is too short")
        )
      }
      return DocumentDecoder(
        node: values[currentIndex],
        codingPath: codingPath + [Index(intValue: currentIndex)]
      )
    }
  }

  /// A position in a list, as a coding key.
  private struct Index: CodingKey {
    var intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }

    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
  }
}
