import InitializationTheory

/// The golden quantities, computed through the typed functions rather than by name.
enum TypedQuantity {
  static func evaluate(
    _ quantity: String,
    _ arguments: [String: TheoryArgument]
  ) throws -> TheoryValue? {
    func number(_ name: String) -> Double { arguments[name]?.numericValue ?? .nan }
    func integer(_ name: String) -> Int { Int(exactly: number(name)) ?? 0 }

    let parts = quantity.split(separator: ".")
    switch (parts.first, parts.last) {
    case ("aci", "rank_one_coefficient"):
      return .number(try AntiCorrelatedLaw(fanIn: 1, k: number("k")).rankOneCoefficient)
    case ("aci", let name?):
      let law = try AntiCorrelatedLaw(
        fanIn: integer("fan_in"),
        k: number("k"),
        variance: number("variance")
      )
      return antiCorrelated[String(name)].map { .number(law[keyPath: $0]) }
    case ("raai", let name?):
      let law = try ReplacedEntryLaw(
        fanIn: integer("fan_in"),
        k: number("k"),
        variance: number("variance")
      )
      return replaced[String(name)].map { .number(law[keyPath: $0]) }
    case ("frac", let name?):
      return try fractional(
        String(name),
        order: number("s"),
        width: integer("d"),
        slope: number("a"),
        keep: number("keep"),
        lower: number("lower"),
        upper: number("upper")
      ).map { .number($0) }
    case ("zero", "matrix"):
      guard let scale = ZeroHadamardMatrix.Scale(rawValue: arguments["scale"]?.description ?? "")
      else { return nil }
      let matrix = try ZeroHadamardMatrix(
        fanOut: integer("fan_out"),
        fanIn: integer("fan_in"),
        scale: scale
      )
      return .matrix(
        (0..<matrix.fanOut).map { row in
          (0..<matrix.fanIn).map { matrix.entry(row: row, column: $0) }
        }
      )
    case ("sparse", let name?):
      return try sparse(String(name), arguments)
    case ("kurtosis", "growth_eigenvalue"):
      let recursion = try KurtosisRecursion(slope: number("a"), weightKurtosis: number("kappa_w"))
      return .number(try recursion.growth(width: integer("width")))
    case ("kurtosis", "propagate"):
      let recursion = try KurtosisRecursion(slope: number("a"), weightKurtosis: number("kappa_w"))
      let result = try recursion.propagate(
        kurtosis: number("kappa0"),
        covariance: number("c0"),
        fanIns: (arguments["widths"]?.numericValues ?? []).compactMap { Int(exactly: $0) }
      )
      return .list([result.kurtosis, result.covariance])
    case ("random_walk", "gain"):
      let activation = RandomWalkGain(rawValue: arguments["activation"]?.description ?? "")
      return try activation.map { .number(try $0.gain(width: integer("n"))) }
    default:
      return nil
    }
  }

  private static func sparse(
    _ name: String,
    _ arguments: [String: TheoryArgument]
  ) throws -> TheoryValue? {
    let families: [String: SparseActivationFamily] = [
      "relu_tau": .shiftedReLU, "st": .softThreshold, "crelu": .clippedReLU,
      "cst": .clippedSoftThreshold,
    ]
    guard let family = families[arguments["activation"]?.description ?? ""],
      let sparsity = arguments["sparsity"]?.numericValue
    else { return nil }
    let fixedPoint = arguments["q_star"]?.numericValue ?? 1
    if name == "bifurcation" {
      let onset = try SparseEdgeOfChaos.bifurcation(
        family,
        sparsity: sparsity,
        fixedPoint: fixedPoint
      )
      return .record([
        "clip": onset.edge.clip, "tangent_q": onset.tangentPoint,
        "slope": onset.edge.slopeAtFixedPoint,
      ])
    }
    let edge =
      if let slope = arguments["target_slope"]?.numericValue {
        try SparseEdgeOfChaos(family, sparsity: sparsity, fixedPoint: fixedPoint, slope: slope)
      } else {
        try SparseEdgeOfChaos(
          family,
          sparsity: sparsity,
          fixedPoint: fixedPoint,
          clip: arguments["clip"]?.numericValue
        )
      }
    switch name {
    case "tau": return .number(edge.threshold)
    case "sigma_w2": return .number(edge.weightVariance)
    case "sigma_b2": return .number(edge.biasVariance)
    case "variance_slope": return .number(edge.slopeAtFixedPoint)
    case "variance_curvature": return .number(edge.curvatureAtFixedPoint)
    case "q_noise_sd_N300": return .number(edge.stationaryDeviation(width: 300))
    case "clip_for_slope": return .number(edge.clip)
    case "fixed_points": return .list(edge.fixedPoints)
    case "variance_map":
      return .number(edge.variance(after: arguments["q"]?.numericValue ?? .nan))
    case "correlation_map":
      return .number(try edge.correlation(after: arguments["rho"]?.numericValue ?? .nan))
    case "jacobian_spectrum_variance":
      return .number(
        edge.jacobianSpectrumVariance(
          layers: Int(arguments["layers"]?.numericValue ?? 0),
          isOrthogonal: arguments["orthogonal"]?.description == "true"
        )
      )
    default: return nil
    }
  }

  private static let antiCorrelated: [String: any KeyPath<AntiCorrelatedLaw, Double> & Sendable] = [
    "variance": \.entryVariance,
    "covariance": \.covariance,
    "correlation": \.correlation,
    "row_sum_variance": \.rowSumVariance,
  ]

  private static let replaced: [String: any KeyPath<ReplacedEntryLaw, Double> & Sendable] = [
    "mean": \.mean,
    "second_moment": \.secondMoment,
    "variance": \.entryVariance,
    "covariance": \.covariance,
    "correlation": \.correlation,
    "skewness": \.skewness,
    "kurtosis": \.kurtosis,
    "row_sum_mean": \.rowSumMean,
    "row_sum_variance": \.rowSumVariance,
    "weight_row_sum_mean": \.weightRowSumMean,
    "weight_row_sum_variance": \.weightRowSumVariance,
  ]

  private static func fractional(
    _ name: String,
    order: Double,
    width: Int,
    slope: Double,
    keep: Double,
    lower: Double,
    upper: Double
  ) throws -> Double? {
    switch name {
    case "critical_variance":
      try FractionalMoments.criticalVariance(
        order: order,
        width: width,
        slope: .fixed(slope),
        keep: keep
      )
    case "critical_variance_rrelu_per_unit":
      try FractionalMoments.criticalVariance(
        order: order,
        width: width,
        slope: .uniformPerUnit(lower...upper)
      )
    case "critical_variance_rrelu_shared":
      try FractionalMoments.criticalVariance(
        order: order,
        width: width,
        slope: .uniformPerLayer(lower...upper)
      )
    case "critical_variance_second_order":
      try FractionalMoments.secondOrderCriticalVariance(
        order: order,
        width: width,
        slope: slope,
        keep: keep
      )
    case "log_moment_integral":
      try FractionalMoments.logMoment(
        order: order,
        width: width,
        slope: .fixed(slope),
        keep: keep
      )
    default:
      nil
    }
  }
}
