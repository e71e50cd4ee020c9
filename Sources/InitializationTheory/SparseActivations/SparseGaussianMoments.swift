internal import RealModule

/// Expectations of a thresholded, clipped function of a normal variable.
struct SparseGaussianMoments {
  /// 2 for odd functions, 1 for one-sided ones.
  let sides: Double
  private let threshold: Double
  private let clip: Double
  private let deviation: Double
  /// a = τ/√q.
  let lower: Double
  /// b = (τ + m)/√q.
  let upper: Double

  init(isTwoSided: Bool, threshold: Double, clip: Double, variance: Double) {
    sides = isTwoSided ? 2 : 1
    self.threshold = threshold
    self.clip = clip
    deviation = variance.squareRoot()
    lower = threshold / deviation
    upper = (threshold + clip) / deviation
  }

  /// Φ(b) - Φ(a), without cancellation since a is at least 0.
  private var between: Double {
    StandardNormal.survivalProbability(lower) - StandardNormal.survivalProbability(upper)
  }

  /// The probability that the function has slope 1, E φ'².
  var activeShare: Double { sides * between }

  /// E φ; 0 for odd functions.
  var mean: Double {
    guard sides == 1 else { return 0 }
    let (atLower, atUpper) = (StandardNormal.density(lower), StandardNormal.density(upper))
    return deviation * (atLower - atUpper) - threshold * between + clipped(clip)
  }

  /// E φ².
  var secondMoment: Double {
    let (atLower, atUpper) = (StandardNormal.density(lower), StandardNormal.density(upper))
    let variance = deviation * deviation
    let upperTerm = upper.isFinite ? upper * atUpper : 0
    return sides
      * ((variance + threshold * threshold) * between
        + variance * (lower * atLower - upperTerm)
        - 2 * threshold * deviation * (atLower - atUpper)
        + clipped(clip * clip))
  }

  /// E φ⁴ of a clipped function, by quadrature between the kinks.
  var fourthMoment: Double {
    let rule = GaussLegendreRule.nodes80
    let width = upper - lower
    var integral = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let z = lower + width * node
      let value = deviation * width * node
      integral += weight * value * value * value * value * StandardNormal.density(z)
    }
    return sides * (width * integral + clipped(clip * clip * clip * clip))
  }

  /// A power of the clip times the probability of exceeding it.
  private func clipped(_ power: Double) -> Double {
    clip.isFinite ? power * StandardNormal.survivalProbability(upper) : 0
  }
}
