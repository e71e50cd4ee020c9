internal import RealModule

/// Z = Σ ε_i² φ(z_i)² over the `width` units of a layer, the growth of its squared norm at unit
/// weight variance, for a slope that is fixed or drawn per unit.
///
/// z_i are independent N(0, 1), φ has the given slopes, and dropout ε_i is 1/keep with probability
/// `keep`, otherwise 0.
struct LayerNormGrowth {
  let width: Double
  let lowerSlope: Double
  let upperSlope: Double
  let keep: Double

  /// The mean of a^(2j) over the slopes.
  private func slopeMoment(_ j: Int) -> Double {
    let power = 2 * j
    // (u^(n+1) - l^(n+1))/((n+1)(u - l)) is the average of the n+1 products l^i u^(n-i).
    var sum = 0.0
    for i in 0...power {
      sum += Double.pow(lowerSlope, i) * Double.pow(upperSlope, power - i)
    }
    return sum / Double(power + 1)
  }

  /// E X, X = ε²φ(z)² of one unit: (1 + E a²)/(2 keep).
  var unitMean: Double { (1 + slopeMoment(1)) / (2 * keep) }

  /// Var X of one unit.
  var unitVariance: Double {
    3 * (1 + slopeMoment(2)) / (2 * keep * keep * keep) - unitMean * unitMean
  }

  /// E Z.
  var mean: Double { width * unitMean }

  /// P(Z = 0): every unit dropped or, for ReLU, on its flat side.
  var zeroProbability: Double {
    let unit = upperSlope == 0 ? 1 - keep / 2 : 1 - keep
    return Double.pow(unit, width)
  }

  /// Returns log E (Z/E Z)^p for 0 < p < 2.25.
  ///
  /// - Parameter p: The power, half the order of the moment of the norm.
  /// - Returns: The logarithm, accurate relative to p as p goes to 0.
  func logNormalizedMoment(_ p: Double) -> Double {
    width * keep >= 5000 ? logMomentByCumulants(p) : logMomentByTrapezoid(p)
  }

  // MARK: - One trapezoid sum

  /// The moment as one sum over the trapezoid rule.
  ///
  /// `E Z^p = 1/Γ(2-p) ∫ t^(1-p) E[Z² exp(-tZ)] dt` with t = e^x / E Z; the trapezoid rule's
  /// error for this integrand is about exp(-π²/step). With L(t) = E exp(-tX),
  /// `E[Z² exp(-tZ)] = d(d-1) L^(d-2) L'² + d L^(d-1) L''`: positive terms only. Above p = 1.25 the
  /// third derivative takes the place of the second, so that the integrand decays at both ends.
  private func logMomentByTrapezoid(_ p: Double) -> Double {
    let step = 0.125
    let usesThird = p > 1.25
    let order: Double = usesThird ? 3 : 2
    // log Γ(order - p), with the digits of a small p that the subtraction rounds away; (log Γ)'(2)
    // is 1 minus Euler's constant, and a larger p, of either order, does not need the correction.
    let argument = order - p
    let logNormalization =
      Double.logGamma(argument) + 0.422_784_335_098_467_139 * ((order - argument) - p)
    let zero = zeroProbability
    // Subtracting the same formula at p = 0, which gives P(Z > 0), keeps the digits of a small p.
    let fromZero = !usesThird && p < 0.5 && zero < 0.5
    let logScale =
      Double.log(4 / (width * (1 + slopeMoment(1)))) - Double.log(keep)
    let smallestSlope = lowerSlope > 0 ? lowerSlope : upperSlope
    let start = -60 + min(0, Double.log(width * keep))
    let end = 90 - (smallestSlope > 0 ? 2 * Double.log(smallestSlope) : 0)
    var sum = 0.0
    for i in 0...Int((end - start) / step) {
      let x = start + Double(i) * step
      let density = tiltedMoment(logY: x + logScale, third: usesThird)
      if density == 0 { continue }
      let exponent = -p * x - logNormalization
      sum += density * (fromZero ? Double.expMinusOne(exponent) : Double.exp(exponent))
    }
    return fromZero ? Double.log(onePlus: step * sum - zero) : Double.log(step * sum)
  }

  /// t² E[Z² exp(-tZ)], or t³ E[Z³ exp(-tZ)], where 2t/keep² = exp(logY).
  private func tiltedMoment(logY: Double, third: Bool) -> Double {
    let positive = SlopeAverage(logY: logY)
    let negative = SlopeAverage(logY: logY, lower: lowerSlope, upper: upperSlope)
    let half = keep / 2
    let oneMinusL = half * (positive.oneMinusR + negative.oneMinusR)
    let logL: Double
    if oneMinusL < 0.5 {
      logL = Double.log(onePlus: -oneMinusL)
    } else {
      logL = Double.log((1 - keep) + half * (positive.r + negative.r))
    }
    let others = width - 1
    let inverseL = others > 0 ? Double.exp(-logL) : 0
    let first = half / 2 * (positive.rho1 + negative.rho1)
    let second = half * 0.75 * (positive.rho2 + negative.rho2)
    let factor = width * Double.exp(others * logL)
    guard third else {
      return factor * (others * first * first * inverseL + second)
    }
    let triple = half * 1.875 * (positive.rho3 + negative.rho3)
    return factor
      * (others * (others - 1) * first * first * first * inverseL * inverseL
        + 3 * others * first * second * inverseL + triple)
  }

  // MARK: - Many units

  /// The expansion of E (1 + Y)^p, Y = Z/E Z - 1, in powers of 1/width up to the fourth.
  private func logMomentByCumulants(_ p: Double) -> Double {
    let (k2, k3, k4, k5) = normalizedCumulants
    var binomials = [1.0]
    for j in 1...8 {
      binomials.append(binomials[j - 1] * (p - Double(j - 1)) / Double(j))
    }
    let c = binomials
    let term1 = c[2] * k2
    let term2 = c[3] * k3 + 3 * c[4] * k2 * k2
    let term3 = c[4] * k4 + 10 * c[5] * k2 * k3 + 15 * c[6] * k2 * k2 * k2
    let term4 =
      c[5] * k5 + c[6] * (15 * k2 * k4 + 10 * k3 * k3)
      + 105 * (c[7] * k2 * k2 * k3 + c[8] * k2 * k2 * k2 * k2)
    let w = 1 / width
    return Double.log(onePlus: w * (term1 + w * (term2 + w * (term3 + w * term4))))
  }

  /// The second to fifth cumulant of X/E X.
  private var normalizedCumulants: (Double, Double, Double, Double) {
    var raw = [1.0, 1.0]
    var evenMoment = 1.0
    for j in 2...5 {
      evenMoment *= Double(2 * j - 1)
      // E X^j = (2j-1)!! (1 + E a^2j) keep^(1-2j)/2.
      let unit = evenMoment * (1 + slopeMoment(j)) * Double.pow(keep, 1 - 2 * j) / 2
      raw.append(unit / Double.pow(unitMean, j))
    }
    let (r2, r3, r4, r5) = (raw[2], raw[3], raw[4], raw[5])
    return (
      r2 - 1,
      r3 - 3 * r2 + 2,
      r4 - 4 * r3 - 3 * r2 * r2 + 12 * r2 - 6,
      r5 - 5 * r4 - 10 * r3 * r2 + 20 * r3 + 30 * r2 * r2 - 60 * r2 + 24
    )
  }
}
