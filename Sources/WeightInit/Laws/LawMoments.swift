/// The moments that a law promises, for plans, manifests and reports.
public struct LawMoments: Sendable, Hashable, Codable {
  /// The mean of an entry, averaged over the tensor.
  public var mean: Double
  /// The variance of an entry about ``mean``.
  public var variance: Double
  /// The skewness of an entry; `nil` where it is undefined (a constant).
  public var skewness: Double?
  /// The kurtosis (3 for a normal) of an entry; `nil` where it is undefined.
  public var kurtosis: Double?
  /// The mean correlation of two different weights into one neuron; `nil` where it is undefined.
  public var correlation: Double?
  /// The mean of the sum of the weights into a neuron.
  public var rowSumMean: Double?
  /// The variance of the sum of the weights into a neuron.
  public var rowSumVariance: Double?

  /// Gathers moments.
  ///
  /// - Parameters:
  ///   - mean: The mean of an entry.
  ///   - variance: The variance of an entry.
  ///   - skewness: The skewness of an entry.
  ///   - kurtosis: The kurtosis of an entry.
  ///   - correlation: The mean correlation of two different weights into one neuron.
  ///   - rowSumMean: The mean of the sum of the weights into a neuron.
  ///   - rowSumVariance: The variance of that sum.
  public init(
    mean: Double,
    variance: Double,
    skewness: Double? = nil,
    kurtosis: Double? = nil,
    correlation: Double? = nil,
    rowSumMean: Double? = nil,
    rowSumVariance: Double? = nil
  ) {
    self.mean = mean
    self.variance = variance
    self.skewness = skewness
    self.kurtosis = kurtosis
    self.correlation = correlation
    self.rowSumMean = rowSumMean
    self.rowSumVariance = rowSumVariance
  }
}
