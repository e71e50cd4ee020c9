extension Manifest {
  /// The program that wrote a file.
  public struct Generator: Sendable, Hashable, Codable {
    /// The program's name.
    public var name: String
    /// The program's version.
    public var version: String

    /// Names a program.
    ///
    /// - Parameters:
    ///   - name: The program's name.
    ///   - version: The program's version.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// How random values follow from the seed.
  public struct RandomNumbers: Sendable, Hashable, Codable {
    /// The generator, `philox4x32-10`.
    ///
    /// Source: Salmon et al. 2011.
    public var generator: String
    /// The version of the rules by which values are drawn from it.
    public var contract: Int

    /// Describes the source of random values.
    ///
    /// - Parameters:
    ///   - generator: The generator.
    ///   - contract: The version of the rules by which values are drawn from it.
    public init(generator: String = "philox4x32-10", contract: Int) {
      self.generator = generator
      self.contract = contract
    }
  }

  /// The stream of random values that a tensor was drawn from.
  public struct Stream: Sendable, Hashable, Codable {
    /// The path that the stream is named after, the layer's name.
    public var path: String
    /// What the values are for, for example `weight`.
    public var role: String
    /// The stream's identifier, 16 hexadecimal digits in JSON.
    public var identifier: UInt64

    private enum CodingKeys: String, CodingKey {
      case path, role
      case identifier = "id"
    }

    /// Describes a stream.
    ///
    /// - Parameters:
    ///   - path: The path that the stream is named after.
    ///   - role: What the values are for.
    ///   - identifier: The stream's identifier.
    public init(path: String, role: String, identifier: UInt64) {
      self.path = path
      self.role = role
      self.identifier = identifier
    }

    /// Reads a stream from its JSON form.
    ///
    /// - Parameter decoder: Where the object comes from.
    /// - Throws: `DecodingError` when a field is missing or `id` is not 16 hexadecimal digits.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      path = try container.decode(String.self, forKey: .path)
      role = try container.decode(String.self, forKey: .role)
      let digits = try container.decode(String.self, forKey: .identifier)
      guard digits.utf8.count == 16, let value = UInt64(digits, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          forKey: .identifier,
          in: container,
          debugDescription: "expected 16 hexadecimal digits, found \"\(digits.prefix(40))\""
        )
      }
      identifier = value
    }

    /// Writes the stream in its JSON form.
    ///
    /// - Parameter encoder: Where the object goes.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(path, forKey: .path)
      try container.encode(role, forKey: .role)
      let digits = String(identifier, radix: 16)
      try container.encode(
        String(repeating: "0", count: 16 - digits.count) + digits,
        forKey: .identifier
      )
    }
  }
}
