internal import RealModule
internal import WeightInit

/// Finds the values of one parameter of a scheme whose laws are too close to another law.
///
/// The separation is taken to fall towards one value and to rise beyond it, as it does for parameters
/// that scale a variance.
struct ParameterScan {
  /// The values that are looked at.
  let range: NumberRange
  /// Values that are looked at first, such as the default.
  let anchors: [Double]
  /// How far apart the laws are, in nats, for a value.
  let separation: (Double) -> Double
  /// Laws closer than this are inseparable.
  let limit: Double

  private static let gridCount = 16
  private static let steps = 20
  /// The least and greatest distance from the lower bound of a range without upper bound.
  private static let distances = (0.01, 1e9)

  private struct Point {
    var place: Double
    var separation: Double
  }

  /// The values that are too close, rounded inwards.
  ///
  /// - Returns: `nil` where there are none.
  func interval() -> ClosedRange<Double>? {
    let known = anchors.filter {
      $0.isFinite && range.contains($0) && places.contains(place(of: $0))
    }
    .map { point(place(of: $0)) }
    // Laws of another kind are so for every value.
    guard known.contains(where: { $0.separation.isFinite }) else { return nil }
    let step = (places.upperBound - places.lowerBound) / Double(Self.gridCount)
    let grid = (0...Self.gridCount).map { index in
      point(index == Self.gridCount ? places.upperBound : places.lowerBound + Double(index) * step)
    }
    var points = (known + grid).sorted { $0.place < $1.place }
    guard var best = points.indices.min(by: { points[$0].separation < points[$1].separation })
    else { return nil }
    if points[best].separation >= limit {
      let closest = closest(
        from: points[max(best - 1, 0)].place,
        to: points[min(best + 1, points.count - 1)].place
      )
      guard closest.separation < limit else { return nil }
      best = points.firstIndex { $0.place > closest.place } ?? points.endIndex
      points.insert(closest, at: best)
    }
    let low = edge(of: points[...best].reversed())
    let high = edge(of: Array(points[best...]))
    return Self.rounded(
      value(at: low.place),
      value(at: high.place),
      keepsLower: low.isEnd,
      keepsUpper: high.isEnd
    )
  }

  // MARK: - Places

  /// Where values are looked at: evenly between two bounds, in a logarithm above one.
  private var places: ClosedRange<Double> {
    isBounded
      ? range.lowerBound + (range.upperBound - range.lowerBound) / 200...range.upperBound
      : Double.log(Self.distances.0)...Double.log(Self.distances.1)
  }

  private var isBounded: Bool { range.upperBound.isFinite }

  private func place(of value: Double) -> Double {
    isBounded ? value : Double.log(value - range.lowerBound)
  }

  private func value(at place: Double) -> Double {
    isBounded ? place : range.lowerBound + Double.exp(place)
  }

  private func point(_ place: Double) -> Point {
    let found = separation(value(at: place))
    return Point(place: place, separation: found.isNaN ? .infinity : found)
  }

  // MARK: - Searching

  /// The closest point between two, by golden section.
  private func closest(from low: Double, to high: Double) -> Point {
    let share = (Double.sqrt(5) - 1) / 2
    var (low, high) = (low, high)
    var first = point(high - share * (high - low))
    var second = point(low + share * (high - low))
    for _ in 0..<Self.steps {
      if first.separation < second.separation {
        (high, second) = (second.place, first)
        first = point(high - share * (high - low))
      } else {
        (low, first) = (first.place, second)
        second = point(low + share * (high - low))
      }
    }
    return first.separation < second.separation ? first : second
  }

  /// The last place that is too close on the way from the first point outwards.
  private func edge(of points: [Point]) -> (place: Double, isEnd: Bool) {
    guard let far = points.firstIndex(where: { $0.separation >= limit }), far > 0 else {
      return (points.last?.place ?? 0, true)
    }
    var (near, away) = (points[far - 1].place, points[far].place)
    for _ in 0..<Self.steps {
      let middle = (near + away) / 2
      if separation(value(at: middle)) < limit { near = middle } else { away = middle }
    }
    return (near, false)
  }

  // MARK: - Rounding

  /// Rounds an interval inwards: to two digits, or to as many as keep most of it.
  static func rounded(
    _ lower: Double,
    _ upper: Double,
    keepsLower: Bool = false,
    keepsUpper: Bool = false
  ) -> ClosedRange<Double> {
    for digits in 2...12 {
      let low = keepsLower ? lower : rounded(lower, digits, .up)
      let high = keepsUpper ? upper : rounded(upper, digits, .down)
      if high - low >= 0.5 * (upper - lower) { return low...high }
    }
    return lower...upper
  }

  private static func rounded(
    _ value: Double,
    _ digits: Int,
    _ rule: FloatingPointRoundingRule
  ) -> Double {
    guard value != 0, value.isFinite else { return value }
    let exponent = Int(Double.log10(abs(value)).rounded(.down)) - digits + 1
    let count = (value / Double.pow(10, exponent)).rounded(rule)
    // The nearest number to the decimal, which prints as it.
    return Double("\(count)e\(exponent)") ?? value
  }
}
