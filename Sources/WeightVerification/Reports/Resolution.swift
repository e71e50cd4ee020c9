/// How much a tensor can tell: how well its scale is known, and which deviations would have shown.
public struct Resolution: Sendable, Hashable, Codable {
  /// A kind of deviation, and the smallest that is found in nine of ten files.
  public struct Detectable: Sendable, Hashable, Codable {
    /// The kind in kebab-case: `standard-deviation` (relative to the claim), `lag-correlation`
    /// (between neighbouring weights), `common-variance` (of the sums of a neuron's weights: 1 + k
    /// off by this factor), `replaced-entry-mean`.
    public var quantity: String
    /// Its size.
    public var size: Double
  }

  /// The measured standard deviation over the claimed one.
  public var standardDeviationRatio: Double
  /// The lower end of the 99 % confidence interval of that ratio; exact.
  public var lowerBound: Double
  /// The upper end.
  public var upperBound: Double
  /// What would be found, at the report's alpha and with all its tests, in nine of ten files.
  public var detectable: [Detectable]
  /// The largest deviation of the standard deviation that does not matter: 0.01 unless another was
  /// asked for.
  public var margin: Double
  /// Whether the whole confidence interval lies within ``margin`` of 1.
  public var isWithinMargin: Bool
  /// About how many values a tensor needs so that two of three correct ones are within the margin.
  public var valuesNeeded: Int
}
