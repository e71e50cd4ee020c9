/// Which fan, or which mean of both, divides a variance.
enum ScalingFan: String, CaseIterable, Sendable {
  case fanIn = "fan_in"
  case fanOut = "fan_out"
  case average = "fan_avg"
  case geometricAverage = "fan_geo_avg"

  /// The number that divides the variance.
  func count(of layer: LayerContext) -> Double {
    let (fanIn, fanOut) = (layer.contributions, Double(layer.fanOut))
    return switch self {
    case .fanIn: fanIn
    case .fanOut: fanOut
    case .average: (fanIn + fanOut) / 2
    case .geometricAverage: (fanIn * fanOut).squareRoot()
    }
  }
}
