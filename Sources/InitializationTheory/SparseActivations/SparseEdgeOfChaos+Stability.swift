internal import RealModule

extension SparseEdgeOfChaos {
  /// How well a network of finite width keeps the variance at q\*.
  public struct Stability: Sendable, Hashable {
    /// A verdict in one word.
    public enum Verdict: String, Sendable, Hashable {
      /// One fixed point, and a restoring slope of at least 0.1.
      case stable
      /// One fixed point, and a restoring slope from 0.06 to 0.1.
      case marginal
      /// More than one fixed point, a restoring slope below 0.06, or no restoring force at all.
      case unstable
    }

    /// The variances q with V(q) = q, ascending; the first is q\*.
    public let fixedPoints: [Double]
    /// The standard deviation of q about q\* in a stationary network; infinite when V'(q\*) is 1.
    public let deviation: Double
    /// (q - V(q))/(q - q\*) three deviations above q\*; 0 when the deviation is infinite.
    public let restoringSlope: Double

    /// The verdict; the limits are where simulated chains of 100 layers begin to drift.
    public var verdict: Verdict {
      guard fixedPoints.count == 1, restoringSlope >= 0.06 else { return .unstable }
      return restoringSlope >= 0.1 ? .stable : .marginal
    }
  }

  /// Returns how well a network of finite width keeps the variance at q\*.
  ///
  /// - Parameter width: The width N of the layers, at least 1.
  /// - Returns: Fixed points, fluctuation and restoring slope.
  public func stability(width: Int) -> Stability {
    let deviation = stationaryDeviation(width: width)
    var slope = 0.0
    if deviation.isFinite {
      let far = fixedPoint + 3 * deviation
      slope = (far - variance(after: far)) / (3 * deviation)
    }
    return Stability(fixedPoints: fixedPoints, deviation: deviation, restoringSlope: slope)
  }

  /// The standard deviation `σ_w² √(Var φ²/(N (1 - V'²)))` of q about q\* in layers of width N.
  ///
  /// - Parameter width: The width N, at least 1.
  /// - Returns: The deviation; infinite without a clip, where V'(q\*) is 1.
  public func stationaryDeviation(width: Int) -> Double {
    guard clip.isFinite else { return .infinity }
    let moments = moments(at: fixedPoint)
    let second = moments.secondMoment
    let slope = slopeAtFixedPoint
    return weightVariance
      * ((moments.fourthMoment - second * second) / (Double(width) * (1 - slope * slope)))
      .squareRoot()
  }

  /// The variances q with V(q) = q, ascending: q\*, and for clips that are wide for the sparsity an
  /// unstable and a stable one above it.
  public var fixedPoints: [Double] {
    guard let crest, variance(after: crest) > crest else { return [fixedPoint] }
    // V - q falls below 0 right of q*, rises to the crest, and is negative at V's upper bound.
    let valley = bisect(fixedPoint, inflection) { slope(at: $0) < 1 }
    return [
      fixedPoint,
      bisect(valley, crest) { variance(after: $0) < $0 },
      bisect(crest, 2 * upperBound) { variance(after: $0) > $0 },
    ]
  }

  /// The clip at which further fixed points appear: with wider clips there are three.
  ///
  /// - Parameters:
  ///   - family: A clipped activation.
  ///   - sparsity: The share of zeros, above 0.5 for `clipped-relu`.
  ///   - fixedPoint: q\*, above 0 and finite.
  /// - Returns: The edge of chaos with that clip, and the variance q at which V touches the diagonal.
  /// - Throws: ``TheoryError`` for a value out of range, and for a threshold of 0, where none appear.
  public static func bifurcation(
    _ family: SparseActivationFamily,
    sparsity: Double,
    fixedPoint: Double = 1
  ) throws(TheoryError) -> (edge: SparseEdgeOfChaos, tangentPoint: Double) {
    var low = try SparseEdgeOfChaos(family, sparsity: sparsity, slope: 0.01)
    var high = try SparseEdgeOfChaos(family, sparsity: sparsity, slope: 0.9999)
    guard high.fixedPoints.count > 1 else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "at sparsity \(sparsity) no clip gives a second fixed point; use a greater one."
      )
    }
    while true {
      let clip = (low.clip + high.clip) / 2
      guard clip > low.clip, clip < high.clip else { break }
      let middle = try SparseEdgeOfChaos(family, sparsity: sparsity, clip: clip)
      if middle.fixedPoints.count > 1 { high = middle } else { low = middle }
    }
    let edge = try SparseEdgeOfChaos(
      family,
      sparsity: sparsity,
      fixedPoint: fixedPoint,
      clip: high.clip * fixedPoint.squareRoot()
    )
    return (edge, (high.crest ?? .nan) * fixedPoint)
  }

  /// What V cannot exceed: the value for a function that is ±m everywhere it is not 0.
  private var upperBound: Double {
    weightVariance * clip * clip + biasVariance
  }

  /// The variance above q\* at which V is steepest: V'' changes sign from plus to minus.
  private var inflection: Double {
    guard curvatureAtFixedPoint > 0 else { return fixedPoint }
    var high = 2 * fixedPoint
    while curvature(at: high) > 0, high < 1e12 * fixedPoint { high *= 2 }
    return bisect(fixedPoint, high) { curvature(at: $0) > 0 }
  }

  /// The variance above q\* at which V - q has a local maximum, if there is one.
  private var crest: Double? {
    guard clip.isFinite else { return nil }
    let steepest = inflection
    guard slope(at: steepest) > 1 else { return nil }
    var high = 2 * steepest
    while slope(at: high) > 1 { high *= 2 }
    return bisect(steepest, high) { slope(at: $0) > 1 }
  }

  /// The place where a condition ceases to hold, to the last bit.
  private func bisect(_ low: Double, _ high: Double, while condition: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return low }
      if condition(middle) { low = middle } else { high = middle }
    }
  }
}
