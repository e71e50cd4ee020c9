/// What a scheme or layer kind declares about one of its parameters.
public struct ParameterDeclaration: Sendable, Hashable {
  /// The values that a parameter takes.
  public enum Kind: Sendable, Hashable {
    /// A number in a range.
    case number(NumberRange)
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// One of several words.
    case choice([String])
    /// True or false.
    case flag
    /// A whole number, or a list of as many as given, each in a range.
    case integers(count: Int?, ClosedRange<Int>)
    /// One of several words, or whole numbers as in ``integers(count:_:)``.
    case wordOrIntegers([String], count: Int?, ClosedRange<Int>)
    /// A list of unlike names, of one of some lengths.
    case names(counts: [Int])
  }

  /// The name, as claims and specifications spell it.
  public let name: String
  /// The values that it takes.
  public let kind: Kind
  /// The default; `nil` when there is none.
  public let defaultValue: ParameterValue?
  /// Whether a value must be given.
  public let isRequired: Bool
  /// What the parameter means.
  public let help: String

  /// What values are expected, in words.
  public var expectation: String {
    switch kind {
    case .number(let range): range.description
    case .integer(let range): Self.describe(range)
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .flag: "true or false"
    case .integers(let count, let range): Self.describe(range, count: count)
    case .wordOrIntegers(let words, let count, let range):
      words.joined(separator: ", ") + ", or " + Self.describe(range, count: count)
    case .names(let counts):
      "a list of " + counts.map(String.init).joined(separator: " or ") + " unlike names"
    }
  }

  private static func describe(_ range: ClosedRange<Int>, count: Int?) -> String {
    count.map { "\(describe(range)), or a list of \($0) of them" }
      ?? "\(describe(range)), or a list of them"
  }

  private static func describe(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "a whole number from \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
