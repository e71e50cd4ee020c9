/// Rows of a stack of matrices that follow one law by themselves.
public struct LawBlock: Sendable, Hashable, Codable {
  /// The rows of one matrix, at least 1.
  public var rows: Int
  /// How many such matrices follow each other, at least 1.
  public var count: Int
  /// The law of each of them.
  public var law: TensorLaw

  /// Describes some matrices of a stack.
  ///
  /// - Parameters:
  ///   - rows: The rows of one matrix.
  ///   - count: How many such matrices follow each other.
  ///   - law: The law of each of them.
  public init(rows: Int, count: Int = 1, law: TensorLaw) {
    self.rows = rows
    self.count = count
    self.law = law
  }
}
