/// The layer kinds that specifications may name: an immutable value.
public struct LayerKindRegistry: Sendable {
  /// The registered kinds, in the order of their registration.
  public private(set) var all: [any LayerKind.Type]

  /// A registry of some kinds.
  ///
  /// - Parameter types: The kinds.
  /// - Throws: ``WeightInitError`` with code `duplicateIdentifier` when two share a name.
  public init(_ types: [any LayerKind.Type]) throws {
    all = []
    for type in types { self = try registering(type) }
  }

  init(unchecked types: [any LayerKind.Type]) { all = types }

  /// This registry with one more kind.
  ///
  /// - Parameter type: The kind.
  /// - Returns: The larger registry.
  /// - Throws: ``WeightInitError`` with code `duplicateIdentifier` when its identifier is taken.
  public func registering(_ type: any LayerKind.Type) throws -> LayerKindRegistry {
    guard self[type.identifier] == nil else {
      throw WeightInitError(
        code: .duplicateIdentifier,
        message: "the layer kind `\(type.identifier)` is already registered; choose another name"
      )
    }
    var copy = self
    copy.all.append(type)
    return copy
  }

  /// The kind of a name, or `nil`.
  ///
  /// - Parameter name: The name, in kebab-case.
  public subscript(name: String) -> (any LayerKind.Type)? {
    all.first { $0.identifier == name }
  }
}
