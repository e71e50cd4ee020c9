/// Independent normal entries of given mean and standard deviation.
struct Normal: Initializer {
  static let identifier = "normal"
  static let summary = "independent normal entries of given mean and standard deviation"
  static let source = "common practice"

  private let mean: Double
  private let standardDeviation: Double

  init(_ parameters: inout ParameterReader) {
    mean = parameters.number("mean", default: 0, "the mean of an entry")
    standardDeviation = parameters.number(
      "std",
      in: .positive,
      "the standard deviation of an entry"
    )
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(.normal(mean: mean, standardDeviation: standardDeviation))
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    NormalFill(layer.stream("weight"), mean: mean, standardDeviation: standardDeviation)
  }
}

/// Independent entries that are uniform between two bounds.
struct Uniform: Initializer {
  static let identifier = "uniform"
  static let summary = "independent entries that are uniform between two bounds"
  static let source = "common practice"

  private let low: Double
  private let high: Double

  init(_ parameters: inout ParameterReader) {
    low = parameters.number("low", "the lower bound")
    high = parameters.number("high", "the upper bound, above low")
    if low >= high {
      parameters.fail(
        "high",
        "`high` must be above `low`, found \(high.shortest) and \(low.shortest)"
      )
    } else if !(high - low).isFinite {
      parameters.fail("high", "the interval from \(low.shortest) to \(high.shortest) is too wide")
    }
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw {
    .independent(.uniform(low: low, high: high))
  }

  func weights(of layer: LayerContext) -> any TensorFill {
    UniformFill(layer.stream("weight"), low: low, high: high)
  }
}
