import InitializationTheory

/// The initializers that a tool or an app knows: an immutable value.
public struct InitializerRegistry: Sendable {
  /// The registered schemes, in the order of their registration.
  public private(set) var all: [any Initializer.Type]

  /// A registry without schemes.
  public init() { all = [] }

  init(unchecked types: [any Initializer.Type]) { all = types }

  /// A registry of some schemes.
  ///
  /// - Parameter types: The schemes.
  /// - Throws: ``WeightInitError`` with code `duplicateIdentifier` when two share a name.
  public init(_ types: [any Initializer.Type]) throws {
    self.init()
    for type in types { self = try registering(type) }
  }

  /// This registry with one more scheme.
  ///
  /// - Parameter type: The scheme.
  /// - Returns: The larger registry.
  /// - Throws: ``WeightInitError`` with code `duplicateIdentifier` when its identifier or an alias is
  ///   taken, and `invalidIdentifier` when one could not be told apart within a claim.
  public func registering(_ type: any Initializer.Type) throws -> InitializerRegistry {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    guard !type.identifier.isEmpty, type.identifier.allSatisfy(letters.contains) else {
      throw WeightInitError(
        code: .invalidIdentifier,
        message:
          "the initializer name `\(type.identifier)` is not in kebab-case; use small letters, "
          + "digits and hyphens"
      )
    }
    for alias in type.aliases where alias.isEmpty || alias.contains(where: ":=, ".contains) {
      throw WeightInitError(
        code: .invalidIdentifier,
        message:
          "the alias `\(alias)` of `\(type.identifier)` is empty or holds one of `:`, `=`, `,` "
          + "and space, which separate the parts of a claim"
      )
    }
    for name in [type.identifier] + type.aliases {
      if let other = self[name] {
        throw WeightInitError(
          code: .duplicateIdentifier,
          message: "the initializer name `\(name)` is already taken by `\(other.identifier)`; "
            + "choose another"
        )
      }
    }
    var copy = self
    copy.all.append(type)
    return copy
  }

  /// The scheme of a name or alias, or `nil`.
  ///
  /// Names are understood in any case and with underscores for hyphens (`He_Normal`); aliases that
  /// hold capitals (`ZerO`) only as they are, since `zero` might as well mean `zeros`.
  ///
  /// - Parameter name: The name.
  public subscript(name: String) -> (any Initializer.Type)? {
    let normalized = Self.normalize(name)
    return all.first { type in
      type.identifier == normalized
        || type.aliases.contains { $0 == name || ($0 == normalized && $0 == $0.lowercased()) }
    }
  }

  /// The scheme of a name or alias.
  ///
  /// - Parameter name: The name.
  /// - Returns: The scheme.
  /// - Throws: ``WeightInitError`` with code `unknownInitializer`, naming the nearest scheme.
  public func initializer(named name: String) throws -> any Initializer.Type {
    if let type = self[name] { return type }
    throw WeightInitError(
      code: .unknownInitializer,
      message: "unknown initializer `\(name)`"
        // An alias with capitals is no typing error away from a name without: `zero` was meant to be
        // `zeros` rather than `ZerO`.
        + NearestName.suggestion(
          for: Self.normalize(name),
          in: all.flatMap { type in
            [type.identifier] + type.aliases.filter { $0 == $0.lowercased() }
          }
        )
        + "; known are " + all.map { $0.identifier }.joined(separator: ", ")
    )
  }

  private static func normalize(_ name: String) -> String {
    name.lowercased().replacing("_", with: "-")
  }
}
