internal import RealModule

/// The two remainders from which incomplete gamma and beta prefactors are built without cancellation.
///
/// A prefactor such as `x^a e^-x / Γ(a + 1)` is a ratio of numbers that overflow long before the
/// ratio does. Written around its peak it is `exp(a · logarithmRemainder(x/a - 1) - stirlingRemainder(a)) /
/// sqrt(2πa)`, where every part is small and known to full precision (Loader 2000, "Fast and
/// accurate computation of binomial probabilities").
enum GammaAsymptotics {
  /// Returns `log(1 + u) - u`, with full relative accuracy near `u = 0`, where it is about `-u²/2`.
  ///
  /// - Parameters:
  ///   - u: A number above -1.
  ///   - onePlusU: `1 + u`, given separately because callers know it as a quotient, which stays
  ///     accurate when `u` is close to -1.
  /// - Returns: `log(1 + u) - u`, never positive.
  static func logarithmRemainder(_ u: Double, onePlusU: Double) -> Double {
    guard abs(u) < 0.5 else { return Double.log(onePlusU) - u }
    // log(1+u) = 2 artanh(r), r = u/(2+u); the linear part is taken out by hand: 2r - u = -u r.
    let r = u / (2 + u)
    let square = r * r
    var sum = 0.0
    for n in stride(from: 39, through: 3, by: -2) {
      sum = sum * square + 1 / Double(n)
    }
    return r * (2 * square * sum - u)
  }

  /// Returns `log Γ(a) - ((a - 1/2) log a - a + log(2π)/2)`, the remainder of Stirling's formula.
  ///
  /// - Parameter a: A positive number.
  /// - Returns: About `1/(12a)` for large `a`.
  static func stirlingRemainder(_ a: Double) -> Double {
    guard a >= 10 else {
      return Double.logGamma(a) - ((a - 0.5) * Double.log(a) - a + halfLogTwoPi)
    }
    let w = 1 / (a * a)
    // Bernoulli numbers B_2k / (2k (2k-1)), DLMF 5.11.1; at a = 10 the first one left out is 2e-17.
    let series =
      1.0 / 12 - w
      * (1.0 / 360 - w
        * (1.0 / 1260 - w
          * (1.0 / 1680 - w
            * (1.0 / 1188 - w * (691.0 / 360_360 - w * (1.0 / 156 - w * 3617.0 / 122_400))))))
    return series / a
  }

  /// `log(2π)/2`.
  static let halfLogTwoPi = 0.918_938_533_204_672_741_780_329_736_406
}
