/// The kurtosis of the pre-activations of leaky ReLU networks with He's variance, layer by layer.
///
/// With K the kurtosis of a pre-activation, C = E[y_i² y_j²]/σ⁴, w the fan-in of the next layer, κ_w
/// the kurtosis of a weight and β = 2(1 + a⁴)/(1 + a²)²,
/// `K' = β κ_w K/w + 3 (w-1)/w C` and `C' = β K/w + (w-1)/w C`
/// (Grzejdziak 2023, Proposition 4.3 and Lemma 4.5; corrected: the variance is 2/(fan_in (1 + a²)),
/// and the input must have orthant-symmetric squares).
public struct KurtosisRecursion: Sendable, Hashable {
  /// The slope of the activation for negative inputs.
  public let slope: Double
  /// The kurtosis of a weight: 3 normal, 1.8 uniform, 1 for two values.
  public let weightKurtosis: Double

  /// Creates the recursion.
  ///
  /// - Parameters:
  ///   - slope: The slope a for negative inputs, finite; 0 for ReLU.
  ///   - weightKurtosis: κ_w, at least 1.
  /// - Throws: ``TheoryError`` for a value out of range.
  public init(slope: Double = 0, weightKurtosis: Double = 3) throws(TheoryError) {
    try Self.slopeRange.require(slope, "a")
    try Self.kurtosisRange.require(weightKurtosis, "kappa_w")
    self.slope = slope
    self.weightKurtosis = weightKurtosis
  }

  static let slopeRange = TheoryInterval.open(-.infinity, .infinity)
  static let kurtosisRange = TheoryInterval(
    lowerBound: 1,
    upperBound: .infinity,
    includesLowerBound: true,
    includesUpperBound: false
  )

  /// β = 2(1 + a⁴)/(1 + a²)², from 1 (linear) to 2 (ReLU).
  public var activationFactor: Double {
    let square = slope * slope
    return 2 * (1 + square * square) / ((1 + square) * (1 + square))
  }

  /// Returns the kurtosis and the covariance of squares behind some layers.
  ///
  /// - Parameters:
  ///   - kurtosis: The kurtosis of the raw input, which passes through the activation first.
  ///   - covariance: The covariance of the squares of two inputs, in units of σ⁴.
  ///   - fanIns: The fan-in of each layer.
  /// - Returns: Both behind the last layer.
  /// - Throws: ``TheoryError`` for a fan-in below 1.
  public func propagate(
    kurtosis: Double,
    covariance: Double,
    fanIns: [Int]
  ) throws(TheoryError) -> (kurtosis: Double, covariance: Double) {
    var (kurtosis, product) = (kurtosis, 1 + covariance)
    let factor = activationFactor
    for fanIn in fanIns {
      try ClosedRange<Int>.positiveCount.require(fanIn, "widths")
      let width = Double(fanIn)
      (kurtosis, product) = (
        factor * weightKurtosis * kurtosis / width + 3 * (width - 1) / width * product,
        factor * kurtosis / width + (width - 1) / width * product
      )
    }
    return (kurtosis, product - 1)
  }

  /// Returns the factor by which the kurtosis grows in each of many layers of equal width.
  ///
  /// - Parameter width: The width, at least 1.
  /// - Returns: The greater eigenvalue of the recursion; 1 + 5/w for ReLU and normal weights.
  /// - Throws: ``TheoryError`` for a width below 1.
  public func growth(width: Int) throws(TheoryError) -> Double {
    try ClosedRange<Int>.positiveCount.require(width, "width")
    let w = Double(width)
    let trace = 1 + (activationFactor * weightKurtosis - 1) / w
    let determinant = activationFactor * (w - 1) * (weightKurtosis - 3) / (w * w)
    return (trace + (trace * trace - 4 * determinant).squareRoot()) / 2
  }
}
