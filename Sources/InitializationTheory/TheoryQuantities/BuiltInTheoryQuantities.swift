extension TheoryQuantity {
  /// Every quantity that this package computes, family by family.
  public static let builtIn: [TheoryQuantity] =
    antiCorrelatedGaussian
    + replacedEntry
    + fractionalMoments
    + zeroHadamard
    + sparseActivations
    + kurtosis
    + randomWalk
}
