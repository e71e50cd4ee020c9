/// A factor of a rule: a number, or one that shrinks with the network's depth L, as `1/sqrt(2L)`.
public enum RuleScale: Sendable, Hashable {
  /// A number, at least 0.
  case number(Double)
  /// 1/√(multiple · L) with L the number of residual blocks.
  ///
  /// Source: Radford et al. 2019 (GPT-2), section 2.3: residual layers scaled by 1/√N, where N = 2L
  /// is the number of residual layers.
  case inverseRootOfDepth(multiple: Double)

  /// Reads a factor; `nil` when the text is none, is negative, or not finite.
  ///
  /// - Parameter text: A number, a fraction, `sqrt(…)` or `1/sqrt(…)`, where the latter may hold L, as
  ///   in `1/sqrt(2L)` or `1/sqrt(2*L)`.
  public init?(_ text: String) {
    let text = text.filter { $0 != " " }
    let (isInverse, rest) =
      text.hasPrefix("1/sqrt(") ? (true, text.dropFirst(7)) : (false, text.dropFirst(5))
    guard text.hasPrefix("1/sqrt(") || text.hasPrefix("sqrt(") else {
      guard let value = Self.fraction(text[...]), value >= 0 else { return nil }
      self = .number(value)
      return
    }
    guard rest.last == ")" else { return nil }
    let inside = rest.dropLast()
    if inside.last == "L" {
      let factor = inside.dropLast()
      let number = factor.last == "*" ? factor.dropLast() : factor
      guard isInverse, let multiple = number.isEmpty ? 1 : Self.fraction(number), multiple > 0
      else { return nil }
      self = .inverseRootOfDepth(multiple: multiple)
      return
    }
    guard let value = Self.fraction(inside), value > 0 else { return nil }
    self = .number(isInverse ? 1 / value.squareRoot() : value.squareRoot())
  }

  /// A finite number, or the quotient of two.
  private static func fraction(_ text: Substring) -> Double? {
    let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = sides.first.flatMap({ Double($0) }), first.isFinite else { return nil }
    guard sides.count == 2 else { return first }
    guard let second = Double(sides[1]), second.isFinite, (first / second).isFinite else {
      return nil
    }
    return first / second
  }

  /// The factor for a depth.
  ///
  /// - Parameter depth: The number of residual blocks; `nil` when it is not known.
  /// - Returns: `nil` when the factor needs the depth.
  public func value(depth: Int?) -> Double? {
    switch self {
    case .number(let value): value
    case .inverseRootOfDepth(let multiple):
      depth.map { 1 / (multiple * Double($0)).squareRoot() }
    }
  }
}
