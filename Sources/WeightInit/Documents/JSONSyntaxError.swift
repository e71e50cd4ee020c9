/// Where and why a text is not JSON.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was found and what was expected.
  public let message: String
  /// The place in bytes from the start of the text.
  public let byteOffset: Int
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int

  /// Describes a syntax error.
  ///
  /// - Parameters:
  ///   - message: What was found and what was expected.
  ///   - byteOffset: The place in bytes from the start of the text.
  ///   - line: The line, from 1.
  ///   - column: The column in Unicode scalars, from 1.
  public init(message: String, byteOffset: Int, line: Int, column: Int) {
    self.message = message
    self.byteOffset = byteOffset
    self.line = line
    self.column = column
  }

  /// The place and the message.
  public var description: String { "line \(line), column \(column): \(message)" }
}
