/// Why a file could not be read or written.
public struct WeightFileError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, stable across versions.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable {
      case notFound, cannotCreate, inputOutput, malformed, unsupported, notOurs
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// There is no such file or folder, or it may not be read.
    public static let notFound = Code(.notFound)
    /// The output cannot be created (missing folder, no permission).
    public static let cannotCreate = Code(.cannotCreate)
    /// Reading or writing failed on the way (disk full, device error).
    public static let inputOutput = Code(.inputOutput)
    /// The bytes do not follow the format.
    public static let malformed = Code(.malformed)
    /// The format, or what the file asks for, is not supported.
    public static let unsupported = Code(.unsupported)
    /// The folder to be replaced holds files that this package did not write.
    public static let notOurs = Code(.notOurs)

    /// The code's name.
    public var description: String { value.rawValue }
  }

  /// The kind of failure.
  public let code: Code
  /// What was found, what was expected, and what to do next.
  public let message: String
  /// The file or folder that it is about.
  public let path: String
  /// Where in the file, in bytes from its start, when that is known.
  public let byteOffset: Int?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - message: What was found, what was expected, and what to do next.
  ///   - path: The file or folder that it is about.
  ///   - byteOffset: Where in the file, in bytes from its start.
  public init(code: Code, message: String, path: String, byteOffset: Int? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  /// The path, the place in the file, and the message.
  public var description: String {
    byteOffset.map { "\(path) (byte \($0)): \(message)" } ?? "\(path): \(message)"
  }
}
