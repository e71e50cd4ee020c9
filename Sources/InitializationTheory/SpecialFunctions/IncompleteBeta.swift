internal import RealModule

/// The regularised incomplete beta function I_x(a, b) and its complement.
///
/// A continued fraction for the tail beyond the mean, with a prefactor built around its peak, so
/// that neither large parameters nor far tails cost digits. Near the mean the number of steps grows
/// with the square root of the smaller parameter; parameters up to 1e9 are tested.
public enum IncompleteBeta {
  /// Returns I_x(a, b), the probability that a Beta(a, b) variable is at most `x`.
  ///
  /// - Parameters:
  ///   - x: The upper limit, in 0...1.
  ///   - a: The first shape, above 0.
  ///   - b: The second shape, above 0.
  /// - Returns: I_x(a, b) in 0...1, or NaN for arguments outside the ranges above.
  public static func lower(at x: Double, _ a: Double, _ b: Double) -> Double {
    tails(at: x, complement: 1 - x, a, b).lower
  }

  /// Returns 1 - I_x(a, b), the probability that a Beta(a, b) variable exceeds `x`.
  ///
  /// - Parameters:
  ///   - x: The lower limit, in 0...1.
  ///   - a: The first shape, above 0.
  ///   - b: The second shape, above 0.
  /// - Returns: 1 - I_x(a, b) in 0...1, or NaN for arguments outside the ranges above.
  public static func upper(at x: Double, _ a: Double, _ b: Double) -> Double {
    tails(at: x, complement: 1 - x, a, b).upper
  }

  /// Both tails, for callers that know `1 - x` better than a subtraction would.
  static func tails(
    at x: Double,
    complement y: Double,
    _ a: Double,
    _ b: Double
  ) -> (lower: Double, upper: Double) {
    guard a > 0, b > 0, a.isFinite, b.isFinite, x >= 0, y >= 0 else { return (.nan, .nan) }
    if x == 0 { return (0, 1) }
    if y == 0 { return (1, 0) }
    let peak = peakFactor(at: x, complement: y, a, b)
    if x * (b + 1) < y * (a + 1) {
      let lower = min(1, peak * continuedFraction(at: x, complement: y, a, b))
      return (lower, 1 - lower)
    }
    let upper = min(1, peak * continuedFraction(at: y, complement: x, b, a))
    return (1 - upper, upper)
  }

  /// `x^a y^b / B(a, b)`.
  private static func peakFactor(
    at x: Double,
    complement y: Double,
    _ a: Double,
    _ b: Double
  ) -> Double {
    let sum = a + b
    // Distances from the peak x = a/(a+b), relative in x and in y. Their weighted sum
    // a·u + b·v is 0, which is what lets the linear parts of both logarithms be left out.
    let distance = crossDifference(x, b, y, a)
    let exponent =
      a * GammaAsymptotics.logarithmRemainder(distance / a, onePlusU: x / a * sum)
      + b * GammaAsymptotics.logarithmRemainder(-distance / b, onePlusU: y / b * sum)
    let remainder =
      GammaAsymptotics.stirlingRemainder(a) + GammaAsymptotics.stirlingRemainder(b)
      - GammaAsymptotics.stirlingRemainder(sum)
    return Double.exp(exponent - remainder) * Double.sqrt(a / sum * b / (2 * .pi))
  }

  /// `p q - r s` with the rounding errors of both products put back, which near the mean, where the
  /// products agree, is what is left of it (Kahan).
  private static func crossDifference(
    _ p: Double,
    _ q: Double,
    _ r: Double,
    _ s: Double
  ) -> Double {
    let first = p * q
    let second = r * s
    let firstError = (-first).addingProduct(p, q)
    let secondError = (-second).addingProduct(r, s)
    return (first - second) + (firstError - secondError)
  }

  /// The contracted continued fraction `α_1/(β_1 + α_2/(β_2 + …))` by Lentz's method.
  ///
  /// DiDonato & Morris 1992, algorithm 708, procedure BFRAC. Unlike the uncontracted fraction of
  /// DLMF 8.17.22 it knows both x and y, and so keeps its digits when x is close to 1.
  private static func continuedFraction(
    at x: Double,
    complement y: Double,
    _ a: Double,
    _ b: Double
  ) -> Double {
    let distance = crossDifference(y, a, x, b)
    var denominator = a / (a + 1) * (distance + 1)
    var c = denominator
    var d = 0.0
    var value = c
    var n = 0.0
    var factor = 0.0
    repeat {
      n += 1
      let step = n * (b - n) / (a + 2 * n - 1) * x
      let numerator = (a + n - 1) / (a + 2 * n - 1) * (a + b + n - 1) * step * x
      denominator = n + step + (a + n) / (a + 2 * n + 1) * (distance + 1 + n * (1 + y))
      d = 1 / (denominator + numerator * d)
      c = denominator + numerator / c
      factor = c * d
      value *= factor
    } while abs(factor - 1) > 0x1p-52 && n < 1e7
    return 1 / value
  }
}
