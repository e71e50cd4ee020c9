/// One problem in a document, with where it is and what to do about it.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  /// Where the problem is, as a JSON pointer (RFC 6901), for example `/layers/2/kernel`.
  public let pointer: String
  /// The line in the document, from 1, when it is known.
  public let line: Int?
  /// What was found, what was expected, and what to do.
  public let message: String

  /// Describes a problem.
  ///
  /// - Parameters:
  ///   - pointer: Where the problem is, as a JSON pointer.
  ///   - line: The line in the document, from 1.
  ///   - message: What was found, what was expected, and what to do.
  public init(pointer: String, line: Int? = nil, message: String) {
    self.pointer = pointer
    self.line = line
    self.message = message
  }

  /// The place and the message on one line.
  public var description: String {
    let place = pointer.isEmpty ? "document" : pointer
    return line.map { "line \($0), \(place): \(message)" } ?? "\(place): \(message)"
  }
}

extension String {
  /// The key as it stands in a JSON pointer (RFC 6901, section 3).
  var pointerToken: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}
