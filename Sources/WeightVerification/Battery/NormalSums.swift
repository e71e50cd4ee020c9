/// The sums over a matrix Z of values that are independent N(0, 1) if and only if a claim holds.
///
/// Sums of several matrices add up to the sums of both, for the tests across tensors.
struct NormalSums: Sendable {
  /// A sum of squares that follows a chi-square law, with its degrees of freedom.
  struct Squares: Sendable {
    var value: Double
    var degreesOfFreedom: Int
  }

  /// The number of values.
  var count = 0
  /// Σ z.
  var sum = 0.0
  /// Σ z².
  var squares = 0.0
  /// Σ P_3(2Φ(z) − 1), P the Legendre polynomials; `nil` where single values were not at hand.
  var legendre3: Double?
  /// Σ P_4(2Φ(z) − 1).
  var legendre4: Double?
  /// The largest |z|.
  var largest: Double?
  /// Σ over rows of (row sum)²/columns; `nil` without at least two rows and two columns.
  var rowDirection: Squares?
  /// Σ over columns of (column sum)²/rows.
  var columnDirection: Squares?
  /// How many Φ(z) fall into each of equal parts of (0, 1); empty for small matrices.
  var histogram: [Int] = []

  /// The sums of two sets of independent values; what only one of them has is left out.
  static func + (a: NormalSums, b: NormalSums) -> NormalSums {
    func plus(_ a: Double?, _ b: Double?) -> Double? {
      if let a, let b { a + b } else { nil }
    }
    func plus(_ a: Squares?, _ b: Squares?) -> Squares? {
      guard let a, let b else { return a ?? b }
      return Squares(
        value: a.value + b.value,
        degreesOfFreedom: a.degreesOfFreedom + b.degreesOfFreedom
      )
    }
    var result = NormalSums()
    result.count = a.count + b.count
    result.sum = a.sum + b.sum
    result.squares = a.squares + b.squares
    result.legendre3 = plus(a.legendre3, b.legendre3)
    result.legendre4 = plus(a.legendre4, b.legendre4)
    result.rowDirection = plus(a.rowDirection, b.rowDirection)
    result.columnDirection = plus(a.columnDirection, b.columnDirection)
    return result
  }
}
