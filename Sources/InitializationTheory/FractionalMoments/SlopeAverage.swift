internal import RealModule

/// Averages, over a slope a uniform in `lower...upper`, of the functions of `y = a² e^logY` that make
/// up the Laplace transform of a squared Gaussian.
///
/// With `r = (1 + y)^(-1/2)` and `ρ = y/(1 + y)` these are r, 1 - r, ρr, ρ²r and ρ³r: the transform
/// itself, its distance from 1 and, up to constants, its first three derivatives times powers of
/// its argument. All are positive and none is found by a subtraction that cancels.
struct SlopeAverage {
  var r = 0.0
  var oneMinusR = 0.0
  var rho1 = 0.0
  var rho2 = 0.0
  var rho3 = 0.0

  /// The functions at one slope.
  ///
  /// The argument is the logarithm of y because y itself may overflow.
  init(logY: Double) {
    let y = Double.exp(logY)
    r = 1 / (1 + y).squareRoot()
    let rho = 1 / (1 + 1 / y)
    oneMinusR = rho / (1 + r)
    rho1 = rho * r
    rho2 = rho * rho1
    rho3 = rho * rho2
  }

  /// The average over a range of slopes, `0 <= lower <= upper`.
  init(logY: Double, lower: Double, upper: Double) {
    if lower == upper {
      self.init(logY: logY + 2 * Double.log(upper))
      return
    }
    // With a = sinh(θ)/e^(logY/2): da = cosh θ dθ, r = 1/cosh θ, ρ = tanh² θ.
    let first = Self.hyperbolicAngle(logSinh: logY / 2 + Double.log(lower))
    let last = Self.hyperbolicAngle(logSinh: logY / 2 + Double.log(upper))
    if last - first > 2 {
      self.init(angles: first, last, scale: Double.exp(-logY / 2) / (upper - lower))
    } else {
      self.init(quadratureAtLogY: logY, lower, upper)
    }
  }

  /// The closed form, for a range of angles so wide that the differences do not cancel.
  private init(angles first: Double, _ last: Double, scale: Double) {
    let (t, u) = (Double.tanh(first), Double.tanh(last))
    let difference1 = u - t
    let difference3 = (u * u * u - t * t * t) / 3
    let difference5 = (u * u * u * u * u - t * t * t * t * t) / 5
    r = scale * (last - first)
    oneMinusR = 1 - r
    rho1 = scale * (last - first - difference1)
    rho2 = scale * (last - first - difference1 - difference3)
    rho3 = scale * (last - first - difference1 - difference3 - difference5)
  }

  /// Gauss–Legendre over the slope; the nearest singularity is then far enough for 16 digits.
  private init(quadratureAtLogY logY: Double, _ lower: Double, _ upper: Double) {
    let rule = GaussLegendreRule.nodes24
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let slope = lower + (upper - lower) * node
      let point = SlopeAverage(logY: logY + 2 * Double.log(slope))
      r += weight * point.r
      oneMinusR += weight * point.oneMinusR
      rho1 += weight * point.rho1
      rho2 += weight * point.rho2
      rho3 += weight * point.rho3
    }
  }

  /// arsinh of a number given by its logarithm.
  private static func hyperbolicAngle(logSinh: Double) -> Double {
    logSinh > 300 ? logSinh + Double.log(2) : Double.asinh(Double.exp(logSinh))
  }
}
