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
    default:
      return nil
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
