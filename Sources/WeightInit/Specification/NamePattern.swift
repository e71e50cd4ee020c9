/// A pattern of names in which `*` stands for any characters and `?` for one.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
  /// The pattern as it was written.
  public let description: String
  private let pattern: [Character]

  /// Reads a pattern.
  ///
  /// - Parameter text: The pattern; every character but `*` and `?` stands for itself.
  public init(_ text: String) {
    description = text
    pattern = Array(text)
  }

  /// Whether the pattern matches a name, or another.
  ///
  /// - Parameters:
  ///   - name: A whole name.
  ///   - other: Another.
  /// - Returns: Whether one of them matches.
  public func matches(_ name: String, or other: String) -> Bool { matches(name) || matches(other) }

  /// Whether the pattern matches a whole name.
  ///
  /// - Parameter name: The name.
  /// - Returns: Whether it matches from the first to the last character.
  public func matches(_ name: String) -> Bool {
    let characters = Array(name)
    var (position, index) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while index < characters.count {
      if position < pattern.count, pattern[position] == "*" {
        star = (position, index)
        position += 1
      } else if position < pattern.count,
        pattern[position] == "?" || pattern[position] == characters[index]
      {
        position += 1
        index += 1
      } else if let last = star {
        // Let the last star take one character more.
        star = (last.pattern, last.name + 1)
        position = last.pattern + 1
        index = last.name + 1
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == "*" }
  }
}
