/// Why a verification could not be carried out.
///
/// What a file gets wrong is a result and stands in the report; an error means that the question was
/// not well posed or that the source broke its contract.
public struct VerificationError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, stable across versions.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case invalidOptions, unknownTensor, duplicateClaim, invalidClaim, brokenSource
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// An option of the verifier is out of range.
    public static let invalidOptions = Code(.invalidOptions)
    /// A claim names a tensor that the source does not hold.
    public static let unknownTensor = Code(.unknownTensor)
    /// Two claims speak of the same tensor.
    public static let duplicateClaim = Code(.duplicateClaim)
    /// The axis order of a claim is not a permutation of its axes, or its size overflows.
    public static let invalidClaim = Code(.invalidClaim)
    /// A source delivered more, fewer or broken elements than it announced.
    public static let brokenSource = Code(.brokenSource)

    /// The code's name.
    public var description: String { value.rawValue }
  }

  /// The kind of failure.
  public let code: Code
  /// The tensor concerned, if there is one.
  public let tensor: String?
  /// What was found, what was expected, and what to do next.
  public let message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - tensor: The tensor concerned.
  ///   - message: What was found, what was expected, and what to do next.
  public init(code: Code, tensor: String? = nil, message: String) {
    self.code = code
    self.tensor = tensor
    self.message = message
  }

  /// The tensor and the message.
  public var description: String {
    tensor.map { "tensor \"\($0)\": \(message)" } ?? message
  }
}
