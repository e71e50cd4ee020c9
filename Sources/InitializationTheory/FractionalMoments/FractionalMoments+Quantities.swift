extension TheoryQuantity {
  /// The quantities of ``FractionalMoments``.
  static let fractionalMoments: [TheoryQuantity] = [
    TheoryQuantity(
      "frac.critical_variance",
      "Weight variance that preserves the moment of order s of a layer's norm",
      source: "Gürbüzbalaban & Hu 2021, Theorems 1 and 7, Remark 13",
      parameters: .criticalOrder,
      .layerWidth,
      .negativeSlope,
      .keepProbability
    ) { (order, width, slope, keep) throws(TheoryError) in
      .number(
        try FractionalMoments.criticalVariance(
          order: order,
          width: width,
          slope: .fixed(slope),
          keep: keep
        )
      )
    },
    TheoryQuantity(
      "frac.critical_variance_rrelu_per_unit",
      "The same for randomised leaky ReLU, a slope drawn for each unit",
      source: "Gürbüzbalaban & Hu 2021, Remark 8, with a slope per unit as the activation draws it",
      parameters: .criticalOrder,
      .layerWidth,
      .lowestSlope,
      .highestSlope
    ) { (order, width, lower, upper) throws(TheoryError) in
      .number(
        try FractionalMoments.criticalVariance(
          order: order,
          width: width,
          slope: .uniformPerUnit(try slopes(lower, upper))
        )
      )
    },
    TheoryQuantity(
      "frac.critical_variance_rrelu_shared",
      "The same for randomised leaky ReLU, one slope drawn for each layer",
      source: "Gürbüzbalaban & Hu 2021, Remark 8",
      parameters: .criticalOrder,
      .layerWidth,
      .lowestSlope,
      .highestSlope
    ) { (order, width, lower, upper) throws(TheoryError) in
      .number(
        try FractionalMoments.criticalVariance(
          order: order,
          width: width,
          slope: .uniformPerLayer(try slopes(lower, upper))
        )
      )
    },
    TheoryQuantity(
      "frac.critical_variance_second_order",
      "The first two terms of the critical variance in 1/d",
      source: "Gürbüzbalaban & Hu 2021, Corollaries 4 and 10, corrected for every slope",
      parameters: .criticalOrder,
      .layerWidth,
      .negativeSlope,
      .keepProbability
    ) { (order, width, slope, keep) throws(TheoryError) in
      .number(
        try FractionalMoments.secondOrderCriticalVariance(
          order: order,
          width: width,
          slope: slope,
          keep: keep
        )
      )
    },
    TheoryQuantity(
      "frac.log_moment_integral",
      "Natural logarithm of E Z^(s/2), the factor by which a layer at variance 1 multiplies E |x|^s",
      source: "Gürbüzbalaban & Hu 2021, eqs. 3.2 and 4.2",
      parameters: .number("s", "order of the moment", in: FractionalMoments.orderRange),
      .layerWidth,
      .negativeSlope,
      .keepProbability
    ) { (order, width, slope, keep) throws(TheoryError) in
      .number(
        try FractionalMoments.logMoment(
          order: order,
          width: width,
          slope: .fixed(slope),
          keep: keep
        )
      )
    },
  ]

  private static func slopes(
    _ lower: Double,
    _ upper: Double
  ) throws(TheoryError) -> ClosedRange<Double> {
    guard lower <= upper else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "`lower` is \(lower) and `upper` is \(upper); expected `lower` <= `upper`."
      )
    }
    return lower...upper
  }
}

extension TheoryInput<Double> {
  fileprivate static var criticalOrder: TheoryInput {
    .number("s", "order of the moment to preserve", in: FractionalMoments.criticalOrderRange)
  }

  fileprivate static var negativeSlope: TheoryInput {
    .number("a", "slope of the activation's negative side", in: NegativeSlope.range, default: 0)
  }

  fileprivate static var lowestSlope: TheoryInput {
    .number("lower", "lowest slope", in: NegativeSlope.range, default: 0.125)
  }

  fileprivate static var highestSlope: TheoryInput {
    .number("upper", "highest slope", in: NegativeSlope.range, default: 1.0 / 3)
  }

  fileprivate static var keepProbability: TheoryInput {
    .number(
      "keep",
      "probability that dropout keeps a unit",
      in: FractionalMoments.keepRange,
      default: 1
    )
  }
}

extension TheoryInput<Int> {
  fileprivate static var layerWidth: TheoryInput {
    .integer("d", "number of units of the layer that is produced")
  }
}
