internal import RealModule

/// Where a law most likely ends of which the outermost values are known, and how well that is known.
///
/// The likelihood falls as the end moves outwards from the outermost value, at some rate. Values that are
/// rounded to few bits share the outermost cell with n − 1 others: of n in a cell from c on, the end b
/// has likelihood (b − c)ⁿ exp(−rate · b) within it, which is greatest at c + n/rate.
struct RoundedEdge {
  /// The most likely place.
  let place: Double
  /// The logarithm of what the outermost values lose because the law ends within their cell.
  let logShare: Double
  /// The integral of the likelihood over the place, as a share of its greatest value.
  let width: Double
  /// The places that are as likely as a person's round number must be.
  let range: ClosedRange<Double>

  /// Finds the end.
  ///
  /// - Parameters:
  ///   - outermost: The outermost value, negated where the law ends below it.
  ///   - count: How many values are there.
  ///   - rate: By how much the logarithm of the likelihood falls as the end moves outwards.
  ///   - grid: What values are rounded to.
  init(outermost: Double, count: Int, rate: Double, grid: ElementGrid) {
    guard grid.isCoarse else {
      (place, logShare, width) = (outermost, 0, 1 / rate)
      range = outermost...outermost + 2 / rate
      return
    }
    let cell = grid.cell(of: outermost)
    let number = Double(count)
    let end = cell.low + number / rate
    guard end < cell.high else {
      (place, logShare, width) = (cell.high, 0, 1 / rate)
      range = (outermost + cell.high) / 2...cell.high + 2 / rate
      return
    }
    let deviation = number.squareRoot() / rate
    place = end
    logShare = number * Double.log((end - cell.low) / (cell.high - cell.low))
    width = (2 * .pi).squareRoot() * deviation
    range = max(end - deviation, (cell.low + end) / 2)...min(end + deviation, cell.high)
  }
}
