internal import RealModule

/// The edge of chaos of an activation given as a function.
///
/// For pre-activations N(0, q\*), σ_w² = 1/E φ'² makes χ₁ = 1, so that perturbations and gradients
/// neither grow nor decay, and σ_b² = q\* - σ_w² E φ² makes q\* a fixed point (Poole et al. 2016,
/// arXiv:1606.05340, eqs. 3 and 8; Schoenholz et al. 2017, arXiv:1611.01232).
public struct EdgeOfChaos: Sendable, Hashable {
  /// The activation.
  public let activation: ActivationFunction
  /// q\*, the variance of the pre-activations.
  public let fixedPoint: Double
  /// σ_w², before division by the fan-in.
  public let weightVariance: Double
  /// σ_b², at least 0.
  public let biasVariance: Double

  /// Finds the edge of chaos.
  ///
  /// - Parameters:
  ///   - activation: The activation.
  ///   - fixedPoint: q\*, from 1e-6 to 1e6.
  /// - Throws: ``TheoryError`` for a q\* out of range or where the edge would need a negative σ_b².
  public init(_ activation: ActivationFunction, fixedPoint: Double = 1) throws(TheoryError) {
    try TheoryInterval.closed(1e-6, 1e6).require(fixedPoint, "q")
    self.activation = activation
    self.fixedPoint = fixedPoint
    let deviation = fixedPoint.squareRoot()
    let slope = Self.expectation(activation, deviation) { x in
      let slope = activation.derivative(x)
      return slope * slope
    }
    let square = Self.expectation(activation, deviation) { x in
      let value = activation.value(x)
      return value * value
    }
    weightVariance = 1 / slope
    let bias = fixedPoint - square / slope
    // For (leaky) ReLU σ_b² is 0, but for rounding.
    guard bias >= -1e-12 * fixedPoint else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "the edge of chaos at q = \(fixedPoint) would need a bias variance of \(bias), "
          + "which is negative; use another q."
      )
    }
    biasVariance = bias > 1e-12 * fixedPoint ? bias : 0
  }

  /// E f(deviation · z) for z ~ N(0, 1), by Gauss–Legendre panels between the kinks.
  private static func expectation(
    _ activation: ActivationFunction,
    _ deviation: Double,
    _ body: (Double) -> Double
  ) -> Double {
    let far = 12.0
    // Where the function bends, at |x| up to about 8, panels are narrower than its features.
    let fine = (-32...32).map { Double($0) / 4 / deviation }
    let coarse = (-48...48).map { Double($0) / 4 }
    let ends = (fine + coarse + activation.kinks.map { $0 / deviation })
      .filter { abs($0) <= far }
      .sorted()
    let rule = GaussLegendreRule.nodes24
    var sum = 0.0
    for (low, high) in zip(ends, ends.dropFirst()) where high > low {
      var panel = 0.0
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let z = low + (high - low) * node
        panel += weight * body(deviation * z) * StandardNormal.density(z)
      }
      sum += (high - low) * panel
    }
    return sum
  }
}
