/// A range of numbers whose two ends may each be included or not, such as `(-1, inf]`.
public struct TheoryInterval: Sendable, Hashable, CustomStringConvertible {
  /// The lower end.
  public let lowerBound: Double
  /// The upper end.
  public let upperBound: Double
  /// Whether the lower end itself belongs to the range.
  public let includesLowerBound: Bool
  /// Whether the upper end itself belongs to the range.
  public let includesUpperBound: Bool

  /// The range without its ends.
  static func open(_ lower: Double, _ upper: Double) -> TheoryInterval {
    TheoryInterval(
      lowerBound: lower,
      upperBound: upper,
      includesLowerBound: false,
      includesUpperBound: false
    )
  }

  /// The range with its upper end only.
  static func openClosed(_ lower: Double, _ upper: Double) -> TheoryInterval {
    TheoryInterval(
      lowerBound: lower,
      upperBound: upper,
      includesLowerBound: false,
      includesUpperBound: true
    )
  }

  /// The range with both ends.
  static func closed(_ lower: Double, _ upper: Double) -> TheoryInterval {
    TheoryInterval(
      lowerBound: lower,
      upperBound: upper,
      includesLowerBound: true,
      includesUpperBound: true
    )
  }

  /// Every number above 0 except infinity: variances.
  static let positive = open(0, .infinity)

  /// Returns whether a number belongs to the range; NaN never does.
  ///
  /// - Parameter value: Any number.
  /// - Returns: Whether `value` lies inside.
  public func contains(_ value: Double) -> Bool {
    (includesLowerBound ? value >= lowerBound : value > lowerBound)
      && (includesUpperBound ? value <= upperBound : value < upperBound)
  }

  /// The range in mathematical notation, for example `(0, 2]`.
  public var description: String {
    (includesLowerBound ? "[" : "(") + TheoryArgument.number(lowerBound).description + ", "
      + TheoryArgument.number(upperBound).description + (includesUpperBound ? "]" : ")")
  }

  /// Throws unless a number lies inside.
  func require(_ value: Double, _ name: String) throws(TheoryError) {
    guard contains(value) else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "`\(name)` is \(TheoryArgument.number(value)); expected a number in \(self)."
      )
    }
  }
}

extension ClosedRange<Int> {
  /// Numbers of entries, rows or units: as far as `Double` counts exactly.
  static let positiveCount = 1...(1 << 53)

  /// Throws unless a whole number lies inside.
  func require(_ value: Int, _ name: String) throws(TheoryError) {
    guard contains(value) else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message:
          "`\(name)` is \(value); expected a whole number from \(lowerBound) to \(upperBound)."
      )
    }
  }
}
