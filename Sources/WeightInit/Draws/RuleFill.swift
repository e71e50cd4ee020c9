/// Values that a rule gives for each row and column, without randomness.
public struct RuleFill: TensorFill {
  private let columns: Int
  private let rule: @Sendable (_ row: Int, _ column: Int) -> Double

  /// Fills a matrix by a rule.
  ///
  /// - Parameters:
  ///   - columns: The entries of a row, at least 1.
  ///   - rule: The value at a row and a column; it is rounded to the element type.
  public init(columns: Int, rule: @escaping @Sendable (_ row: Int, _ column: Int) -> Double) {
    self.columns = columns
    self.rule = rule
  }

  /// Fills some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    guard !range.isEmpty else { return }
    var (row, column) = range.lowerBound.quotientAndRemainder(dividingBy: columns)
    for index in values.indices {
      values[index] = Element(rule(row, column))
      column += 1
      if column == columns { (row, column) = (row + 1, 0) }
    }
  }
}
