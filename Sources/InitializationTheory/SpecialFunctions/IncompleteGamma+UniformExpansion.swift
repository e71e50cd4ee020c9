internal import RealModule

extension IncompleteGamma {
  /// Temme's expansion around `x = a`, uniform in `x/a`, for `a >= 100` and `|x/a - 1| <= 0.4`.
  ///
  /// With `η²/2 = u - log(1 + u)`, `u = x/a - 1` and η of the sign of u,
  /// `Q = erfc(η sqrt(a/2))/2 + R`, `P = erfc(-η sqrt(a/2))/2 - R`,
  /// `R = exp(-aη²/2)/sqrt(2πa) Σ_k C_k(η) a^-k` (Temme 1979; DLMF 8.12).
  static func uniformExpansion(
    shape a: Double,
    at x: Double,
    relativeDistance u: Double
  ) -> (lower: Double, upper: Double) {
    let halfSquare = -GammaAsymptotics.logarithmRemainder(u, onePlusU: x / a)
    let eta = u < 0 ? -Double.sqrt(2 * halfSquare) : Double.sqrt(2 * halfSquare)
    var sum = 0.0
    for coefficients in uniformCoefficients.reversed() {
      var polynomial = 0.0
      for coefficient in coefficients.reversed() {
        polynomial = polynomial * eta + coefficient
      }
      sum = sum / a + polynomial
    }
    let remainder = Double.exp(-a * halfSquare) / Double.sqrt(2 * .pi * a) * sum
    let argument = Double.sqrt(a * halfSquare)
    let near = Double.erfc(argument) / 2
    // The tail on the far side of the peak is the small one and is computed first.
    if u < 0 {
      let lower = near - remainder
      return (lower, 1 - lower)
    }
    let upper = near + remainder
    return (1 - upper, upper)
  }

  /// The Taylor coefficients of C_0 … C_6 in η.
  ///
  /// They follow from `C_0 = 1/u - 1/η` and `η C_k = C_{k-1}' + g_k (1 + η C_0)`, where g_k is the
  /// number that makes the right side vanish at 0; worked out in exact rational arithmetic and cut
  /// where a term at the corner of the range (a = 100, η = 0.45) falls below 2e-17.
  private static let uniformCoefficients: [[Double]] = [
    [
      -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
      0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-05,
      -2.185448510679992e-06, -1.85406221071516e-06, 8.296711340953087e-07,
      -1.7665952736826078e-07, 6.707853543401498e-09, 1.0261809784240309e-08,
      -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11,
      -5.830772132550426e-11, 2.4361948020667415e-11,
    ],
    [
      -0.001851851851851852, -0.003472222222222222, 0.0026455026455026454,
      -0.0009902263374485596, 0.00020576131687242798, -4.018775720164609e-07,
      -1.8098550334489977e-05, 7.64916091608111e-06, -1.6120900894563446e-06,
      4.647127802807434e-09, 1.378633446915721e-07, -5.752545603517705e-08,
      1.1951628599778148e-08, -1.7543241719747647e-11, -1.0091543710600413e-09,
      4.162792991842583e-10,
    ],
    [
      0.004133597883597883, -0.0026813271604938273, 0.0007716049382716049,
      2.0093878600823047e-06, -0.0001073665322636516, 5.2923448829120125e-05,
      -1.2760635188618728e-05, 3.423578734096138e-08, 1.3721957309062934e-06,
      -6.298992138380055e-07, 1.4280614206064242e-07, -2.0477098421990866e-10,
      -1.409252991086752e-08,
    ],
    [
      0.0006494341563786008, 0.00022947209362139917, -0.0004691894943952557,
      0.00026772063206283885, -7.561801671883977e-05, -2.396505113867297e-07,
      1.1082654115347302e-05, -5.6749528269915965e-06, 1.4230900732435883e-06,
      -2.7861080291528143e-11, -1.6958404091930278e-07,
    ],
    [
      -0.0008618882909167117, 0.0007840392217200666, -0.0002990724803031902,
      -1.4638452578843418e-06, 6.641498215465122e-05, -3.968365047179435e-05,
      1.1375726970678419e-05, 2.507497226237533e-10, -1.6954149536558305e-06,
    ],
    [
      -0.00033679855336635813, -6.972813758365857e-05, 0.0002772753244959392,
      -0.00019932570516188847, 6.797780477937208e-05,
    ],
    [
      0.0005313079364639922, -0.0005921664373536939, 0.0002708782096718045,
    ],
  ]
}
