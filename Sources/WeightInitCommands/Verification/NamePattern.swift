/// A pattern of names in which `*` stands for any characters and `?` for one.
struct NamePattern {
  private let pattern: [Character]

  init(_ text: String) { pattern = Array(text) }

  /// Whether the pattern matches a name, or another.
  func matches(_ name: String, or other: String) -> Bool { matches(name) || matches(other) }

  /// Whether the pattern matches a whole name.
  func matches(_ name: String) -> Bool {
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
