extension TheoryQuantity {
  /// The quantities of ``KurtosisRecursion``.
  static let kurtosis: [TheoryQuantity] = [
    TheoryQuantity(
      "kurtosis.growth_eigenvalue",
      "Factor by which the kurtosis of a deep network's outputs grows in each layer",
      source: "Grzejdziak 2023, Lemma 4.5",
      parameters: .integer("width", "width of the layers"),
      .activationSlope,
      .weightKurtosis
    ) { (width, slope, weightKurtosis) throws(TheoryError) in
      .number(
        try KurtosisRecursion(slope: slope, weightKurtosis: weightKurtosis).growth(width: width)
      )
    },
    TheoryQuantity(
      "kurtosis.propagate",
      "Kurtosis, and covariance of squares over the squared variance, behind some layers",
      source: "Grzejdziak 2023, Proposition 4.3",
      parameters: .integers("widths", "fan-in of each layer, the input's size first"),
      .activationSlope,
      .weightKurtosis,
      .number(
        "kappa0",
        "kurtosis of an input",
        in: KurtosisRecursion.kurtosisRange,
        default: 3
      ),
      .number(
        "c0",
        "covariance of the squares of two inputs over the squared variance",
        in: .open(-.infinity, .infinity),
        default: 0
      )
    ) { (widths, slope, weightKurtosis, kurtosis, covariance) throws(TheoryError) in
      let recursion = try KurtosisRecursion(slope: slope, weightKurtosis: weightKurtosis)
      let result = try recursion.propagate(
        kurtosis: kurtosis,
        covariance: covariance,
        fanIns: widths
      )
      return .list([result.kurtosis, result.covariance])
    },
  ]
}

extension TheoryInput<Double> {
  fileprivate static var activationSlope: TheoryInput {
    .number(
      "a",
      "slope of the activation for negative inputs",
      in: KurtosisRecursion.slopeRange,
      default: 0
    )
  }

  fileprivate static var weightKurtosis: TheoryInput {
    .number(
      "kappa_w",
      "kurtosis of a weight: 3 normal, 1.8 uniform, 1 two values",
      in: KurtosisRecursion.kurtosisRange,
      default: 3
    )
  }
}
