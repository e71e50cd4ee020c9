/// How a ReLU-like activation `z > 0 ? z : a z` comes by the slope a of its negative side.
public enum NegativeSlope: Sendable, Hashable {
  /// One known slope in 0...1: 0 is ReLU, 1 is linear, anything between leaky ReLU.
  case fixed(Double)
  /// Randomised leaky ReLU: each unit draws its own slope uniformly from the range.
  case uniformPerUnit(ClosedRange<Double>)
  /// A slope drawn uniformly from the range once per layer and shared by its units.
  case uniformPerLayer(ClosedRange<Double>)

  static let range = TheoryInterval.closed(0, 1)

  /// The lowest and highest slope.
  var bounds: (lower: Double, upper: Double) {
    switch self {
    case .fixed(let slope): (slope, slope)
    case .uniformPerUnit(let range), .uniformPerLayer(let range):
      (range.lowerBound, range.upperBound)
    }
  }

  func require() throws(TheoryError) {
    switch self {
    case .fixed(let slope):
      try Self.range.require(slope, "slope")
    case .uniformPerUnit(let range), .uniformPerLayer(let range):
      try Self.range.require(range.lowerBound, "lower slope")
      try Self.range.require(range.upperBound, "upper slope")
    }
  }
}
