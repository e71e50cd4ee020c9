/// A kind of layer: what it is made of, given what flows into it.
///
/// A new kind is one file and one line in ``LayerKindRegistry/builtIn``.
public protocol LayerKind: Sendable {
  /// The name in specifications, in kebab-case, for example `conv2d`.
  static var identifier: String { get }
  /// One line about the kind.
  static var summary: String { get }
  /// The parameter that stands behind the kind's name, as the 300 in `dense: 300`.
  static var principalParameter: String? { get }
  /// Whether layers of the kind may have a bias that the specification turns on and off.
  static var offersBias: Bool { get }

  /// Reads the kind's parameters; the single declaration of them.
  ///
  /// - Parameter parameters: What the user gave.
  init(_ parameters: inout ParameterReader)

  /// What the layer is made of.
  ///
  /// - Parameters:
  ///   - input: What flows into the layer; `nil` when that is not known.
  ///   - setting: Whether the layer has a bias, and how it will be stored.
  /// - Returns: The tensors of the layer and what it gives to the next.
  /// - Throws: ``LayerShapeError`` when the layer cannot take such an input.
  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
}

/// Why a layer cannot take its input.
public struct LayerShapeError: Error, Sendable, Hashable {
  /// What was found, what was expected, and what to do.
  public let message: String

  /// Creates an error.
  ///
  /// - Parameter message: What was found, what was expected, and what to do.
  public init(_ message: String) { self.message = message }
}
