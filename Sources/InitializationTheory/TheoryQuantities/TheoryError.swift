/// Why a theoretical quantity could not be computed.
public struct TheoryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of failure, as stable names for programs.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// No quantity of that name exists.
    case unknownQuantity = "unknown-quantity"
    /// The quantity has no parameter of that name.
    case unknownParameter = "unknown-parameter"
    /// A parameter without a default was not given.
    case missingParameter = "missing-parameter"
    /// A parameter's value is not of the kind that the quantity reads.
    case illTypedParameter = "ill-typed-parameter"
    /// A parameter's value is of the right kind but outside its range.
    case parameterOutOfRange = "parameter-out-of-range"
  }

  /// What went wrong.
  public let code: Code
  /// What was found, what is expected and what to do, in one or two sentences.
  public let message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - message: What was found, what is expected and what to do.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
