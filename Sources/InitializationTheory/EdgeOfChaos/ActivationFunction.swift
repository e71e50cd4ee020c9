internal import RealModule

/// Activations whose edge of chaos is found by quadrature.
public enum ActivationFunction: Sendable, Hashable {
  /// The identity.
  case linear
  /// `max(0, x)`.
  case relu
  /// x for positive x, slope · x for negative x.
  case leakyReLU(slope: Double)
  /// The hyperbolic tangent.
  case tanh
  /// The error function.
  case erf
  /// `x Φ(x)`, without approximation.
  case gelu
  /// `x/(1 + exp(-x))`, also called swish.
  case silu
  /// x for positive x, `exp(x) - 1` for negative x.
  case elu
  /// The scaled ELU of self-normalizing networks (Klambauer et al. 2017).
  case selu
  /// x between -1 and 1, and those limits beyond.
  case hardTanh
  /// `1/(1 + exp(-x))`; it has an edge of chaos for large q\* only.
  case sigmoid
  /// `x/(1 + |x|)`.
  case softsign
  /// `x tanh(log(1 + exp(x)))` (Misra 2019, arXiv:1908.08681).
  case mish

  /// Returns the function's value.
  ///
  /// - Parameter x: Any number.
  /// - Returns: φ(x).
  public func value(_ x: Double) -> Double {
    switch self {
    case .linear: x
    case .relu: max(0, x)
    case .leakyReLU(let slope): x > 0 ? x : slope * x
    case .tanh: Double.tanh(x)
    case .erf: Double.erf(x)
    case .gelu: x * StandardNormal.cumulativeProbability(x)
    case .silu: x / (1 + Double.exp(-x))
    case .elu: x > 0 ? x : Double.expMinusOne(x)
    case .selu: Self.seluScale * (x > 0 ? x : Self.seluSlope * Double.expMinusOne(x))
    case .hardTanh: min(1, max(-1, x))
    case .sigmoid: 1 / (1 + Double.exp(-x))
    case .softsign: x / (1 + abs(x))
    case .mish: x * Double.tanh(Self.softplus(x))
    }
  }

  /// Returns the function's slope; at a kink that of the left side.
  ///
  /// - Parameter x: Any number.
  /// - Returns: φ'(x).
  public func derivative(_ x: Double) -> Double {
    switch self {
    case .linear: return 1
    case .relu: return x > 0 ? 1 : 0
    case .leakyReLU(let slope): return x > 0 ? 1 : slope
    case .tanh:
      let value = Double.tanh(x)
      return (1 - value) * (1 + value)
    case .erf: return 2 / Double.pi.squareRoot() * Double.exp(-x * x)
    case .gelu: return StandardNormal.cumulativeProbability(x) + x * StandardNormal.density(x)
    case .silu:
      let gate = 1 / (1 + Double.exp(-x))
      return gate * (1 + x * (1 - gate))
    case .elu: return x > 0 ? 1 : Double.exp(x)
    case .selu: return Self.seluScale * (x > 0 ? 1 : Self.seluSlope * Double.exp(x))
    case .hardTanh: return x > -1 && x <= 1 ? 1 : 0
    case .sigmoid: return 1 / ((1 + Double.exp(-x)) * (1 + Double.exp(x)))
    case .softsign: return 1 / ((1 + abs(x)) * (1 + abs(x)))
    case .mish:
      let gate = Double.tanh(Self.softplus(x))
      return gate + x / (1 + Double.exp(-x)) * (1 - gate) * (1 + gate)
    }
  }

  /// Where the function or its slope is not smooth.
  var kinks: [Double] {
    switch self {
    case .linear, .tanh, .erf, .gelu, .silu, .sigmoid, .mish: []
    case .relu, .leakyReLU, .elu, .selu, .softsign: [0]
    case .hardTanh: [-1, 1]
    }
  }

  /// `log(1 + exp(x))`, without overflow.
  private static func softplus(_ x: Double) -> Double {
    max(x, 0) + Double.log(onePlus: Double.exp(-abs(x)))
  }

  private static let seluScale = 1.050_700_987_355_480_5
  private static let seluSlope = 1.673_263_242_354_377_2
}
