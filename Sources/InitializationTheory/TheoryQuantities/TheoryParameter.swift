/// One parameter of a theoretical quantity: its name, kind, range and default.
public struct TheoryParameter: Sendable, Hashable {
  /// What values a parameter takes.
  public enum Kind: Sendable, Hashable {
    /// A number in a range.
    case number(TheoryInterval)
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// One of several names.
    case text(choices: [String])
    /// A list of whole numbers, each in a range.
    case integers(ClosedRange<Int>)
  }

  /// The name, as typed in `name=value`.
  public let name: String
  /// What the parameter means, in one line.
  public let summary: String
  /// What values it takes.
  public let kind: Kind
  /// The value that is used when none is given, or nil if there is none.
  ///
  /// A parameter without a default must be given unless ``isOptional``.
  public let defaultValue: TheoryArgument?

  /// Whether the parameter may be left out although it has no default.
  public let isOptional: Bool

  /// Whether a value must be given.
  public var isRequired: Bool { defaultValue == nil && !isOptional }

  init(
    name: String,
    summary: String,
    kind: Kind,
    defaultValue: TheoryArgument?,
    isOptional: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.defaultValue = defaultValue
    self.isOptional = isOptional
  }
}

extension TheoryParameter.Kind: CustomStringConvertible {
  /// The values in words, for example "a number in (0, 2]".
  public var description: String {
    switch self {
    case .number(let range):
      return "a number in \(range)"
    case .integer(let range):
      return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .integers(let range):
      return "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
    case .text(let choices):
      return "one of " + choices.map { "`\($0)`" }.joined(separator: ", ")
    }
  }
}
