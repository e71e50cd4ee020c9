internal import RealModule

extension SparseEdgeOfChaos {
  /// Returns R(ρ), the correlation of two inputs' pre-activations one layer on, both of variance q\*.
  ///
  /// Price's theorem twice: φ'' is a sum of point masses w_i at the kinks c_i, hence
  /// `E φ(u)φ(v) = (E φ)² + ρ q (E φ')² + (q/2π) ∫₀^asin ρ (ρ - sin θ) S(θ) dθ` with S the sum of
  /// w_i w_j times the normal density's exponentials at (c_i, c_j). Price et al. 2024, eq. 6.
  ///
  /// - Parameter correlation: The correlation ρ before the layer, in [-1, 1].
  /// - Returns: The correlation after it.
  /// - Throws: ``TheoryError`` for a correlation out of range.
  public func correlation(after correlation: Double) throws(TheoryError) -> Double {
    try TheoryInterval.closed(-1, 1).require(correlation, "rho")
    let moments = moments(at: fixedPoint)
    let kinks = kinks
    let end = Double.asin(correlation)
    let rule = GaussLegendreRule.nodes80
    var integral = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let sine = Double.sin(end * node)
      integral += weight * (correlation - sine) * kinkDensity(kinks, sine: sine)
    }
    integral *= end
    let share = moments.activeShare
    let product =
      moments.mean * moments.mean + correlation * fixedPoint * share * share
      + fixedPoint / (2 * .pi) * integral
    return (weightVariance * product + biasVariance) / fixedPoint
  }

  /// Where the slope of the activation jumps, and by how much.
  private var kinks: [(place: Double, jump: Double)] {
    var kinks = [(place: threshold, jump: 1.0)]
    if clip.isFinite { kinks.append((threshold + clip, -1)) }
    return family.isTwoSided ? kinks + kinks.map { (-$0.place, -$0.jump) } : kinks
  }

  /// Σ w_i w_j exp(-(c_i² - 2 c_i c_j sin θ + c_j²)/(2 q cos² θ)).
  private func kinkDensity(_ kinks: [(place: Double, jump: Double)], sine: Double) -> Double {
    var sum = 0.0
    for (first, firstJump) in kinks {
      for (second, secondJump) in kinks {
        let exponent: Double
        if first == second {
          exponent = first * first / (fixedPoint * (1 + sine))
        } else if first == -second {
          exponent = first * first / (fixedPoint * (1 - sine))
        } else {
          let difference = first - second
          exponent =
            (difference * difference + 2 * (1 - sine) * first * second)
            / (2 * fixedPoint * (1 - sine) * (1 + sine))
        }
        sum += firstJump * secondJump * Double.exp(-exponent)
      }
    }
    return sum
  }
}
