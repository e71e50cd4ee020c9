/// The sums over a matrix Z of values that are independent N(0, 1) if and only if a claim holds.
///
/// Sums of several matrices add up to the sums of both, for the tests across tensors.
struct NormalSums: Sendable {
  /// A sum of squares that follows a chi-square law, with its degrees of freedom.
  struct Squares: Sendable {
    var value: Double
    var degreesOfFreedom: Int
  }

  /// The sum of products of neighbours in a ring of values, and that of the values' squares.
  struct Lag: Sendable {
    var products: Double
    var squares: Double
    var count: Int

    var correlation: Double { products / squares }
  }

  /// Lag correlations of several distances at once.
  struct LagBox: Sendable {
    /// (N + 2) Σ r_h² over the distances h from 2 to degreesOfFreedom + 1.
    var value: Double
    var degreesOfFreedom: Int
    /// The values that were used, the first in storage.
    var count: Int
  }

  /// The squared lengths of the rows or columns.
  struct Norms: Sendable {
    var squares: [Double]
    /// The entries of each.
    var length: Int
  }

  /// The number of values.
  var count = 0
  /// Σ z.
  var sum = 0.0
  /// Σ z².
  var squares = 0.0
  /// Σ P_k(2Φ(z) − 1), P_k the Legendre polynomials of degree 1 to 8; `nil` where single values were
  /// not at hand.
  var legendre: [Double]?
  /// The largest |z|.
  var largest: Double?
  /// Σ over rows of (row sum)²/columns; `nil` without at least two rows and two columns.
  var rowDirection: Squares?
  /// Σ over columns of (column sum)²/rows.
  var columnDirection: Squares?
  /// The Kolmogorov–Smirnov distance of the values from N(0, 1).
  var kolmogorovDistance: Double?
  /// Anderson and Darling's A² of the values.
  var andersonDarling: Double?
  /// The rows' lengths; `nil` where single values were not at hand, or for one column.
  var rowNorms: Norms?
  /// The columns' lengths.
  var columnNorms: Norms?
  /// Neighbours in a row, the last of a row beside the first of the next.
  var rowLag: Lag?
  /// Neighbours in a column.
  var columnLag: Lag?
  /// Neighbours in storage, for the normal scores of |z|.
  var volatility: Lag?
  /// Larger distances in storage.
  var lagBox: LagBox?
  /// Correlations between rows or columns.
  var gram: GramSummary?
  /// The first values in storage, for comparison with other tensors.
  var head: [Float] = []

  /// The same without what only tests of one tensor need.
  func withHead(atMost length: Int) -> NormalSums {
    var copy = self
    copy.head = Array(head.prefix(length))
    copy.rowNorms = nil
    copy.columnNorms = nil
    copy.gram = nil
    return copy
  }

  /// The sums of two sets of independent values; what only one of them has is left out.
  static func + (a: NormalSums, b: NormalSums) -> NormalSums {
    func plus(_ a: Squares?, _ b: Squares?) -> Squares? {
      guard let a, let b else { return a ?? b }
      return Squares(
        value: a.value + b.value,
        degreesOfFreedom: a.degreesOfFreedom + b.degreesOfFreedom
      )
    }
    func plus(_ a: Lag?, _ b: Lag?) -> Lag? {
      guard let a, let b else { return a ?? b }
      return Lag(
        products: a.products + b.products,
        squares: a.squares + b.squares,
        count: a.count + b.count
      )
    }
    var result = NormalSums()
    result.count = a.count + b.count
    result.sum = a.sum + b.sum
    result.squares = a.squares + b.squares
    if let first = a.legendre, let second = b.legendre {
      result.legendre = zip(first, second).map { $0 + $1 }
    }
    result.rowDirection = plus(a.rowDirection, b.rowDirection)
    result.columnDirection = plus(a.columnDirection, b.columnDirection)
    result.rowLag = plus(a.rowLag, b.rowLag)
    return result
  }
}
