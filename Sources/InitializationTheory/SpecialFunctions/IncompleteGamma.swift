internal import RealModule

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x).
///
/// Each tail is computed directly wherever it is the smaller one, so that a probability of 1e-300
/// keeps its leading digits. Three methods share the plane: the power series of P below the peak,
/// Legendre's continued fraction of Q above it (both DLMF 8.11), and for large shapes near the peak
/// Temme's uniform expansion, whose cost does not grow with the shape. Shapes up to 1e9 are tested.
public enum IncompleteGamma {
  /// Returns P(a, x), the probability that a gamma variable of the given shape and scale 1 is at most `x`.
  ///
  /// - Parameters:
  ///   - shape: The shape a, above 0.
  ///   - x: The upper limit, 0 or more; infinity is allowed.
  /// - Returns: P(a, x) in 0...1, or NaN for arguments outside the ranges above.
  public static func lower(shape: Double, at x: Double) -> Double {
    tails(shape: shape, at: x).lower
  }

  /// Returns Q(a, x), the probability that a gamma variable of the given shape and scale 1 exceeds `x`.
  ///
  /// - Parameters:
  ///   - shape: The shape a, above 0. Below 1/2 and for `x` near 0 the result is accurate in the
  ///     absolute, not in the relative sense.
  ///   - x: The lower limit, 0 or more; infinity is allowed.
  /// - Returns: Q(a, x) in 0...1, or NaN for arguments outside the ranges above.
  public static func upper(shape: Double, at x: Double) -> Double {
    tails(shape: shape, at: x).upper
  }

  static func tails(shape a: Double, at x: Double) -> (lower: Double, upper: Double) {
    guard a > 0, a.isFinite, x >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    let u = (x - a) / a
    if a >= 100, abs(u) <= 0.4 {
      return uniformExpansion(shape: a, at: x, relativeDistance: u)
    }
    let peak = peakFactor(shape: a, at: x, relativeDistance: u)
    if x < a + 1 {
      let lower = min(1, peak * series(shape: a, at: x))
      return (lower, 1 - lower)
    }
    let upper = min(1, peak * a * continuedFraction(shape: a, at: x))
    return (1 - upper, upper)
  }

  /// `x^a e^-x / Γ(a + 1)`.
  private static func peakFactor(
    shape a: Double,
    at x: Double,
    relativeDistance u: Double
  ) -> Double {
    let exponent = a * GammaAsymptotics.logarithmRemainder(u, onePlusU: x / a)
    return Double.exp(exponent - GammaAsymptotics.stirlingRemainder(a))
      / Double.sqrt(2 * .pi * a)
  }

  /// `1 + x/(a+1) + x²/((a+1)(a+2)) + …`, for `x < a + 1`.
  private static func series(shape a: Double, at x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = a
    while term > sum * 0x1p-54 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  /// `1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - …)))` by Lentz's method, for `x >= a + 1`.
  private static func continuedFraction(shape a: Double, at x: Double) -> Double {
    var b = x + 1 - a
    var c = Double.infinity
    var d = 1 / b
    var value = d
    var n = 0.0
    var factor = 0.0
    // For x >= a + 1 every denominator is positive, so none of Lentz's guards against zero are needed.
    repeat {
      n += 1
      let numerator = -n * (n - a)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      factor = c * d
      value *= factor
    } while abs(factor - 1) > 0x1p-52 && n < 100_000
    return value
  }
}
