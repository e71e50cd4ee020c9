/// How well a law explains a tensor.
///
/// Laws that leave entries less freedom are compared first: a tensor that lies on the lower
/// dimensional support of one law (a constant, mirrored halves, orthonormal rows) does so under the
/// others with probability 0.
struct Likelihood: Hashable {
  /// The number of entries that vary continuously under the law.
  var dimension: Int
  /// The logarithm of the density there, or of the probability for dimension 0.
  var logDensity: Double

  /// A law that leaves nothing to chance and holds.
  static let certain = Likelihood(dimension: 0, logDensity: 0)
}
