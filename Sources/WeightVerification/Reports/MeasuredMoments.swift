/// What was measured of a tensor's values, whatever is claimed about them.
///
/// Non-finite values are counted and left out of everything else.
public struct MeasuredMoments: Sendable, Hashable, Codable {
  /// The mean; `nil` without finite values.
  public var mean: Double?
  /// The mean squared deviation from ``mean`` (division by the number of values).
  public var variance: Double?
  /// The third central moment over the cube of the standard deviation; `nil` at variance 0.
  public var skewness: Double?
  /// The fourth central moment over the squared variance, 3 for a normal law; `nil` at variance 0.
  public var kurtosis: Double?
  /// The smallest finite value.
  public var minimum: Double?
  /// The largest finite value.
  public var maximum: Double?
  /// The number of NaN and infinite values.
  public var nonFinite: Int
  /// The mean correlation of two different weights into the same neuron; `nil` for tensors with one
  /// row or one column.
  public var withinNeuronCorrelation: Double?
}

extension MeasuredMoments {
  /// What an accumulator has seen.
  init(_ moments: MomentAccumulator, nonFinite: Int) {
    self.nonFinite = nonFinite
    guard moments.count > 0 else { return }
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    mean = finite(moments.mean)
    variance = finite(moments.variance)
    skewness = finite(moments.skewness)
    kurtosis = finite(moments.kurtosis)
    minimum = finite(moments.minimum)
    maximum = finite(moments.maximum)
  }
}
