extension TheoryQuantity {
  /// The quantities of ``ReplacedEntryLaw``.
  static let replacedEntry: [TheoryQuantity] = [
    replaced("mean", "Mean of an entry of an RAI or RAAI row") { $0.mean },
    replaced("second_moment", "Mean square of an entry") { $0.secondMoment },
    replaced("variance", "Variance of an entry") { $0.entryVariance },
    replaced("covariance", "Covariance of two entries of a row") { $0.covariance },
    replaced("correlation", "Correlation of two entries of a row") { $0.correlation },
    replaced("skewness", "Skewness of an entry") { $0.skewness },
    replaced("kurtosis", "Kurtosis of an entry, 3 for a Gaussian") { $0.kurtosis },
    replaced("row_sum_mean", "Mean of the sum of a row, bias included") { $0.rowSumMean },
    replaced("row_sum_variance", "Variance of the sum of a row, bias included") {
      $0.rowSumVariance
    },
    replaced("weight_row_sum_mean", "Mean of the sum of a row's weights") { $0.weightRowSumMean },
    replaced("weight_row_sum_variance", "Variance of the sum of a row's weights") {
      $0.weightRowSumVariance
    },
  ]

  private static func replaced(
    _ name: String,
    _ summary: String,
    _ value: @escaping @Sendable (ReplacedEntryLaw) -> Double
  ) -> TheoryQuantity {
    TheoryQuantity(
      "raai.\(name)",
      summary,
      source: "Singh & Sreejith 2021, Appendix E; RAI (Lu et al. 2020) is k=0, variance=0.36",
      parameters: .integer(
        "fan_in",
        "number of weights of a neuron, without the bias",
        in: ReplacedEntryLaw.fanInRange
      ),
      .antiCorrelationStrength(default: 100),
      .number("variance", "Gaussian scale before division by fan_in", in: .positive, default: 0.9)
    ) { (fanIn, k, variance) throws(TheoryError) in
      .number(value(try ReplacedEntryLaw(fanIn: fanIn, k: k, variance: variance)))
    }
  }
}
