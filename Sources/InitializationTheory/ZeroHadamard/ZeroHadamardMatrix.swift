/// The deterministic weight matrix of ZerO: an identity, or a scaled corner of a Hadamard matrix.
///
/// Zhao, Schäfer & Anandkumar 2022 (arXiv:2110.12661), Algorithm 1, with `fanOut` rows and `fanIn`
/// columns: the identity if square, its first rows if `fanOut < fanIn`, and otherwise
/// `W_ij = c (-1)^popcount(i & j)`, Sylvester's Hadamard matrix of order 2^m, m = ceil(log2 fanOut).
/// Unless `fanOut` is a power of two the columns are not all orthogonal.
public struct ZeroHadamardMatrix: Sendable, Hashable {
  /// How the Hadamard entries are scaled.
  public enum Scale: String, Sendable, Hashable, CaseIterable {
    /// c = 2^(-(m-1)/2), as the paper has it: a ReLU after the layer keeps the mean square.
    case paper
    /// c = 2^(-m/2), as the authors' notebook has it: orthonormal columns if `fanOut` is 2^m.
    case isometric
  }

  /// The number of rows.
  public let fanOut: Int
  /// The number of columns.
  public let fanIn: Int
  /// How the Hadamard entries are scaled.
  public let scale: Scale
  /// c, the absolute value of the entries if `fanOut > fanIn`, and 1 otherwise.
  public let magnitude: Double

  /// Creates the matrix.
  ///
  /// - Parameters:
  ///   - fanOut: The number of rows, at least 1.
  ///   - fanIn: The number of columns, at least 1.
  ///   - scale: How the Hadamard entries are scaled.
  /// - Throws: ``TheoryError`` for a number of rows or columns out of range.
  public init(fanOut: Int, fanIn: Int, scale: Scale = .paper) throws(TheoryError) {
    try ClosedRange<Int>.positiveCount.require(fanOut, "fanOut")
    try ClosedRange<Int>.positiveCount.require(fanIn, "fanIn")
    self.fanOut = fanOut
    self.fanIn = fanIn
    self.scale = scale
    if fanOut > fanIn {
      let order = Int.bitWidth - (fanOut - 1).leadingZeroBitCount
      let halvings = scale == .paper ? order - 1 : order
      // A power of two, exact, and for an odd number of halvings 1/sqrt(2) rounded once.
      let power = Double(sign: .plus, exponent: -(halvings / 2), significand: 1)
      magnitude = halvings.isMultiple(of: 2) ? power : power * 0.5.squareRoot()
    } else {
      magnitude = 1
    }
  }

  /// Returns one entry: 0 or 1 if `fanOut <= fanIn`, plus or minus ``magnitude`` otherwise.
  ///
  /// - Parameters:
  ///   - row: The neuron, in 0..<`fanOut`.
  ///   - column: The input, in 0..<`fanIn`.
  /// - Returns: The entry.
  public func entry(row: Int, column: Int) -> Double {
    guard fanOut > fanIn else { return row == column ? 1 : 0 }
    return (row & column).nonzeroBitCount.isMultiple(of: 2) ? magnitude : -magnitude
  }
}
