/// Correlations between the rows of a matrix of standard normal values, or between its columns where
/// they are fewer.
struct GramSummary: Sendable {
  /// The vectors of one side.
  struct Side: Sendable {
    /// Whether the vectors are rows.
    var areRows: Bool
    /// The vectors that were compared.
    var count: Int
    /// All vectors there are.
    var total: Int
    /// The entries of a vector.
    var length: Int
    /// The largest squared cosine of two different vectors.
    var largestSquaredCosine: Double

    /// `64 rows` or `724 of 2048 rows, evenly spaced`.
    var description: String {
      let noun = areRows ? "rows" : "columns"
      return count == total ? "\(count) \(noun)" : "\(count) of \(total) \(noun), evenly spaced"
    }
  }

  /// The shorter side.
  var side: Side
  /// The longer side; `nil` where both are as long, or comparing would take too long.
  var otherSide: Side?
  /// Σ over pairs of the squared cosine, of the shorter side.
  var sumOfSquaredCosines: Double
  /// The vectors of the shorter side that ``largestEigenvalue`` is of: often more than were compared.
  var spectrumSide: Side
  /// The largest eigenvalue of the Gram matrix of the shorter side, lengths not divided out.
  var largestEigenvalue: Double
}
