/// The value of a theoretical quantity.
public enum TheoryValue: Sendable, Hashable {
  /// One number.
  case number(Double)
  /// Several numbers in a documented order.
  case list([Double])
  /// The rows of a matrix.
  case matrix([[Double]])
  /// Several numbers by name.
  case record([String: Double])
}
