extension TheoryQuantity {
  /// The quantities of ``AntiCorrelatedLaw``.
  static let antiCorrelatedGaussian: [TheoryQuantity] = [
    antiCorrelated("variance", "Variance of an entry of an anti-correlated Gaussian row") {
      $0.entryVariance
    },
    antiCorrelated("covariance", "Covariance of two entries of a row", leastFanIn: 2) {
      $0.covariance
    },
    antiCorrelated("correlation", "Correlation of two entries of a row", leastFanIn: 2) {
      $0.correlation
    },
    antiCorrelated("row_sum_variance", "Variance of the sum of a row's weights") {
      $0.rowSumVariance
    },
    TheoryQuantity(
      "aci.rank_one_coefficient",
      "Coefficient c of the O(n) sampler sqrt(variance/n)(z - c mean(z))",
      source: "Singh & Sreejith 2021, eq. 2: c = 1 - 1/sqrt(1+k)",
      parameters: .antiCorrelationStrength(default: 100)
    ) { k in
      .number(AntiCorrelatedLaw.rankOneCoefficient(k: k))
    },
  ]

  private static func antiCorrelated(
    _ name: String,
    _ summary: String,
    leastFanIn: Int = 1,
    _ value: @escaping @Sendable (AntiCorrelatedLaw) -> Double
  ) -> TheoryQuantity {
    let most = AntiCorrelatedLaw.fanInRange.upperBound
    return TheoryQuantity(
      "aci.\(name)",
      summary,
      source: "Singh & Sreejith 2021, eq. 2",
      parameters: .integer("fan_in", "number of weights of a neuron", in: leastFanIn...most),
      .antiCorrelationStrength(default: 100),
      .number("variance", "σ_w² before division by fan_in", in: .positive, default: 2)
    ) { (fanIn, k, variance) throws(TheoryError) in
      .number(value(try AntiCorrelatedLaw(fanIn: fanIn, k: k, variance: variance)))
    }
  }
}

extension TheoryInput<Double> {
  /// The parameter k of ACI and RAAI.
  static func antiCorrelationStrength(default: Double) -> TheoryInput {
    .number(
      "k",
      "strength of the anti-correlation, 0 for none",
      in: AntiCorrelatedLaw.strengthRange,
      default: `default`
    )
  }
}
