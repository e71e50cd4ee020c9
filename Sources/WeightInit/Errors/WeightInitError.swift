/// Why the library could not do what it was asked for.
public struct WeightInitError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, stable across versions.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case invalidSpecification, invalidClaim, unknownInitializer
      case duplicateIdentifier, invalidIdentifier
      case unsupportedLayer, outOfMemory, invalidEnvironment
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// A network specification has problems; ``WeightInitError/diagnostics`` lists them all.
    public static let invalidSpecification = Code(.invalidSpecification)
    /// A claim such as `raai:k=100` cannot be understood.
    public static let invalidClaim = Code(.invalidClaim)
    /// No initializer of that name is registered.
    public static let unknownInitializer = Code(.unknownInitializer)
    /// Two registrations share an identifier or an alias.
    public static let duplicateIdentifier = Code(.duplicateIdentifier)
    /// A name that is to be registered could not be told apart within a claim.
    public static let invalidIdentifier = Code(.invalidIdentifier)
    /// A scheme is not defined for the layer that it was asked to initialize.
    public static let unsupportedLayer = Code(.unsupportedLayer)
    /// Memory for a matrix-wide draw could not be had.
    public static let outOfMemory = Code(.outOfMemory)
    /// An environment variable asks for what cannot be had.
    public static let invalidEnvironment = Code(.invalidEnvironment)

    /// The code's name.
    public var description: String { value.rawValue }
  }

  /// The kind of failure.
  public let code: Code
  /// What was found, what was expected, and what to do next.
  public let message: String
  /// The problems one by one, in document order, when there can be several.
  public let diagnostics: [Diagnostic]

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - message: What was found, what was expected, and what to do next.
  ///   - diagnostics: The problems one by one.
  public init(code: Code, message: String, diagnostics: [Diagnostic] = []) {
    self.code = code
    self.message = message
    self.diagnostics = diagnostics
  }

  /// The message, followed by a line for each diagnostic.
  public var description: String {
    ([message] + diagnostics.map { "  \($0)" }).joined(separator: "\n")
  }
}
