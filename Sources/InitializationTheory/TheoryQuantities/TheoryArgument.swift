/// A value given for a parameter of a theoretical quantity, as a number, as text or as a list of numbers.
///
/// Text that a parameter reads as a number may be a decimal (`0.8`, `1e-3`), `inf`, `-inf`, or a
/// quotient of two decimals (`1/3`). Text given on a command line is always `.text`; the parameter
/// decides what it means.
public enum TheoryArgument: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// Text: a name, or a number written out.
  case text(String)
  /// Several numbers, in text separated by commas, in brackets or without: `[4, 3, 5]`.
  case list([Double])

  /// The number that this argument stands for, or nil if it is not one.
  ///
  /// NaN is not a number here, and a decimal too large for `Double` is not taken for infinity.
  public var numericValue: Double? {
    switch self {
    case .number(let value):
      return value.isNaN ? nil : value
    case .list:
      return nil
    case .text(let text):
      switch text.lowercased() {
      case "inf", "+inf", "infinity", "+infinity": return .infinity
      case "-inf", "-infinity": return -.infinity
      default: break
      }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard let first = parts.first.flatMap(Self.decimal), parts.count <= 2 else { return nil }
      guard parts.count == 2 else { return first }
      guard let divisor = Self.decimal(parts[1]), divisor != 0 else { return nil }
      let quotient = first / divisor
      return quotient.isFinite ? quotient : nil
    }
  }

  /// The numbers that this argument stands for, or nil if one of them is not one.
  ///
  /// A single number is a list of one.
  public var numericValues: [Double]? {
    switch self {
    case .number:
      return numericValue.map { [$0] }
    case .list(let values):
      return values.contains(where: \.isNaN) ? nil : values
    case .text(let text):
      var inner = text[...]
      if inner.hasPrefix("["), inner.hasSuffix("]") { inner = inner.dropFirst().dropLast() }
      if inner.allSatisfy({ $0 == " " }) { return [] }
      var values: [Double] = []
      for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
        let trimmed = part.drop { $0 == " " }
        let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) }
        let word = String(trimmed[..<(end ?? trimmed.endIndex)])
        guard let value = TheoryArgument.text(word).numericValue else { return nil }
        values.append(value)
      }
      return values
    }
  }

  private static func decimal(_ text: Substring) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

extension TheoryArgument: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral
{
  /// Creates a number.
  ///
  /// - Parameter value: The number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// Creates a number.
  ///
  /// - Parameter value: The whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// Creates text.
  ///
  /// - Parameter value: The text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension TheoryArgument: CustomStringConvertible {
  /// The argument as it would be typed: whole numbers without a fraction, text as it is.
  public var description: String {
    switch self {
    case .text(let text):
      return text
    case .list(let values):
      return "["
        + values.map { TheoryArgument.number($0).description }.joined(separator: ", ") + "]"
    case .number(let value):
      if let whole = Int(exactly: value), abs(value) < 1e15 { return String(whole) }
      return String(value)
    }
  }
}
