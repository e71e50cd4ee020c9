internal import InitializationTheory

/// Independent normal entries between two bounds.
struct TruncatedNormalInitializer: IndependentInitializer {
  static let identifier = "truncated-normal"
  static let summary = "independent normal entries between two bounds"
  static let source = "common practice"

  private let mean: Double
  private let standardDeviation: Double
  private let lower: Double
  private let upper: Double

  init(_ parameters: inout ParameterReader) {
    mean = parameters.number("mean", default: 0, "the mean of the normal that is truncated")
    let nominal = parameters.number(
      "std",
      in: .positive,
      "the standard deviation of the normal that is truncated; with corrected that of an entry"
    )
    lower = parameters.number(
      "lower",
      default: -2,
      "the lower bound, in standard deviations of the normal from its mean"
    )
    upper = parameters.number(
      "upper",
      default: 2,
      "the upper bound, in standard deviations of the normal from its mean"
    )
    let isCorrected = parameters.flag(
      "corrected",
      default: false,
      "whether the normal is widened so that an entry has the standard deviation std, as in JAX's "
        + "and Keras's he, glorot and lecun schemes"
    )
    var correction = 1.0
    if lower >= upper {
      parameters.fail(
        "upper",
        "`upper` must be above `lower`, found \(upper.shortest) and \(lower.shortest)"
      )
    } else if let law = TruncatedNormal(lower: lower, upper: upper) {
      if isCorrected {
        // The constant of JAX and Keras, to the last bit.
        correction =
          lower == -2 && upper == 2
          ? Convention.truncatedDeviation
          : law.moments.variance.squareRoot().roundedForReproducibility
      }
    } else {
      parameters.fail(
        "lower",
        "practically nothing of a normal lies between \(lower.shortest) and \(upper.shortest) "
          + "standard deviations; use bounds nearer to the mean"
      )
    }
    standardDeviation = nominal / correction
  }

  func marginal(of layer: LayerContext) -> Marginal {
    .truncatedNormal(
      mean: mean,
      standardDeviation: standardDeviation,
      lower: lower,
      upper: upper
    )
  }
}
