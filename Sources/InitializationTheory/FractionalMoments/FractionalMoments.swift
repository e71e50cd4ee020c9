internal import RealModule

/// Fractional moments of a layer's norm, and the weight variance that preserves them.
///
/// For weights N(0, σ²), a layer `x' = φ(W x)` of `width` units multiplies the squared norm by σ²Z, Z
/// independent of x, so that `E |x'|^s = σ^s I(s) |x|^s` with `I(s) = E Z^(s/2)`; the critical
/// variance `I(s)^(-2/s)` preserves the moment of order s (Gürbüzbalaban & Hu 2021,
/// arXiv:2005.11878, Theorems 1 and 7, Remarks 8 and 13). The paper's sums over a hypergeometric
/// series are useless for small slopes; here one trapezoid sum of positive terms serves every case,
/// and an expansion in 1/width takes over where it is exact to rounding.
public enum FractionalMoments {
  /// The orders for which a critical variance is defined: (0, 2], as in the paper.
  static let criticalOrderRange = TheoryInterval.openClosed(0, 2)
  /// The orders of moments that can be computed.
  static let orderRange = TheoryInterval.open(0, 4.5)
  static let keepRange = TheoryInterval.openClosed(0, 1)

  /// Returns the weight variance that preserves E |x|^s from layer to layer.
  ///
  /// The relative error is about 4e-16 · 2/s. With slope 0 and few units the atom
  /// P(Z = 0) = 2^-width makes the variance grow without bound as s goes to 0.
  ///
  /// - Parameters:
  ///   - order: The order s of the moment, in (0, 2]; 2 gives He's 2/width for ReLU.
  ///   - width: The number of units of the layer that is produced, at least 1.
  ///   - slope: The slope of the activation's negative side.
  ///   - keep: The probability that dropout keeps a unit, in (0, 1]; kept units are divided by it.
  /// - Returns: The variance of a weight; infinity if it exceeds the range of `Double`.
  /// - Throws: ``TheoryError`` for a value out of range.
  public static func criticalVariance(
    order: Double,
    width: Int,
    slope: NegativeSlope = .fixed(0),
    keep: Double = 1
  ) throws(TheoryError) -> Double {
    try criticalOrderRange.require(order, "order")
    let moment = try normalizedMoment(order: order, width: width, slope: slope, keep: keep)
    return Double.exp(-2 * moment.log / order) / moment.mean
  }

  /// Returns log I(s) = log E Z^(s/2), the natural logarithm of the moment multiplier.
  ///
  /// - Parameters:
  ///   - order: The order s, in (0, 4.5).
  ///   - width: The number of units of the layer that is produced, at least 1.
  ///   - slope: The slope of the activation's negative side.
  ///   - keep: The probability that dropout keeps a unit, in (0, 1].
  /// - Returns: The natural logarithm.
  /// - Throws: ``TheoryError`` for a value out of range.
  public static func logMoment(
    order: Double,
    width: Int,
    slope: NegativeSlope = .fixed(0),
    keep: Double = 1
  ) throws(TheoryError) -> Double {
    try orderRange.require(order, "order")
    let moment = try normalizedMoment(order: order, width: width, slope: slope, keep: keep)
    return moment.log + order / 2 * Double.log(moment.mean)
  }

  /// Returns the first two terms of the critical variance in 1/width.
  ///
  /// `1/(d μ) + (2-s) v/(4 d² μ³)`, μ and v the mean and variance of one unit's squared activation.
  /// Corrected: Corollary 10 of the paper agrees with this to second order in the slope only and
  /// has the wrong sign at slope 1; Corollary 4 and the dropout remark are the cases slope 0.
  ///
  /// - Parameters:
  ///   - order: The order s of the moment, in (0, 2].
  ///   - width: The number of units d of the layer that is produced, at least 1.
  ///   - slope: The slope of the activation's negative side, in 0...1.
  ///   - keep: The probability that dropout keeps a unit, in (0, 1].
  /// - Returns: The approximate variance of a weight; the error is of order 1/width³.
  /// - Throws: ``TheoryError`` for a value out of range.
  public static func secondOrderCriticalVariance(
    order: Double,
    width: Int,
    slope: Double = 0,
    keep: Double = 1
  ) throws(TheoryError) -> Double {
    try criticalOrderRange.require(order, "order")
    try require(width: width, slope: .fixed(slope), keep: keep)
    let growth = LayerNormGrowth(
      width: Double(width),
      lowerSlope: slope,
      upperSlope: slope,
      keep: keep
    )
    let mean = growth.unitMean
    let relativeVariance = growth.unitVariance / mean / mean
    return (1 + (2 - order) * relativeVariance / (4 * Double(width))) / growth.mean
  }

  private static func require(
    width: Int,
    slope: NegativeSlope,
    keep: Double
  ) throws(TheoryError) {
    try ClosedRange<Int>.positiveCount.require(width, "width")
    try slope.require()
    try keepRange.require(keep, "keep")
  }

  /// A mean m of Z and log E (Z/m)^(order/2).
  private static func normalizedMoment(
    order: Double,
    width: Int,
    slope: NegativeSlope,
    keep: Double
  ) throws(TheoryError) -> (log: Double, mean: Double) {
    try require(width: width, slope: slope, keep: keep)
    let p = order / 2
    let (lower, upper) = slope.bounds
    let growth = LayerNormGrowth(
      width: Double(width),
      lowerSlope: lower,
      upperSlope: upper,
      keep: keep
    )
    guard case .uniformPerLayer = slope, lower < upper else {
      return (growth.logNormalizedMoment(p), growth.mean)
    }
    // The moment of a mixture is the mean of the moments. Near slope 0 they vary like a^s, which
    // tanh-sinh quadrature integrates without loss.
    var sum = 0.0
    let rule = TanhSinhRule.standard
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let slope = lower + (upper - lower) * node
      let single = LayerNormGrowth(
        width: Double(width),
        lowerSlope: slope,
        upperSlope: slope,
        keep: keep
      )
      let log = single.logNormalizedMoment(p) + p * Double.log(single.mean / growth.mean)
      sum += weight * Double.expMinusOne(log)
    }
    return (Double.log(onePlus: sum), growth.mean)
  }
}
