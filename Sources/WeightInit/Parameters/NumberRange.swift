/// The values that a numeric parameter may take.
public struct NumberRange: Sendable, Hashable, CustomStringConvertible {
  /// The lower end; −∞ when there is none.
  public let lowerBound: Double
  /// Whether the lower end itself is allowed.
  public let includesLowerBound: Bool
  /// The upper end; +∞ when there is none.
  public let upperBound: Double
  /// Whether the upper end itself is allowed; if it is infinite, whether `inf` is.
  public let includesUpperBound: Bool

  private init(_ lower: Double, _ includesLower: Bool, _ upper: Double, _ includesUpper: Bool) {
    lowerBound = lower
    includesLowerBound = includesLower
    upperBound = upper
    includesUpperBound = includesUpper
  }

  /// Every finite number.
  public static let finite = NumberRange(-.infinity, false, .infinity, false)
  /// Finite numbers above 0.
  public static let positive = NumberRange(0, false, .infinity, false)

  /// Finite numbers above a bound, and infinity if asked for.
  ///
  /// - Parameters:
  ///   - bound: The bound, not itself allowed.
  ///   - allowsInfinity: Whether `inf` is allowed.
  /// - Returns: The range.
  public static func above(_ bound: Double, allowsInfinity: Bool = false) -> NumberRange {
    NumberRange(bound, false, .infinity, allowsInfinity)
  }

  /// Numbers of a closed interval.
  ///
  /// - Parameters:
  ///   - lower: The lower end, allowed.
  ///   - upper: The upper end, allowed.
  /// - Returns: The range.
  public static func closed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower, true, upper, true)
  }

  /// Numbers above a bound, up to another.
  ///
  /// - Parameters:
  ///   - lower: The lower end, not allowed.
  ///   - upper: The upper end, allowed.
  /// - Returns: The range.
  public static func above(_ lower: Double, through upper: Double) -> NumberRange {
    NumberRange(lower, false, upper, true)
  }

  /// Whether a number lies in the range.
  ///
  /// - Parameter number: The number.
  /// - Returns: Whether it does.
  public func contains(_ number: Double) -> Bool {
    (number > lowerBound || (includesLowerBound && number == lowerBound))
      && (number < upperBound || (includesUpperBound && number == upperBound))
  }

  /// The range in words, for example `a number above -1, or inf`.
  public var description: String {
    let lower =
      lowerBound == -.infinity
      ? nil : "\(includesLowerBound ? "from" : "above") \(lowerBound.shortest)"
    let upper =
      upperBound == .infinity
      ? nil : "\(includesUpperBound ? "up to" : "below") \(upperBound.shortest)"
    let bounds = [lower, upper].compactMap(\.self).joined(separator: " ")
    let text = bounds.isEmpty ? "a finite number" : "a number \(bounds)"
    return upperBound == .infinity && includesUpperBound ? "\(text), or inf" : text
  }
}

extension Double {
  /// The number without a superfluous `.0`; infinity is `inf`.
  package var shortest: String {
    if let integer = Int(exactly: self), abs(integer) < 1_000_000_000_000_000 {
      return String(integer)
    }
    return String(describing: self)
  }
}
