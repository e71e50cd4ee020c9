internal import RealModule

/// The law of one neuron's anti-correlated Gaussian weights (ACI).
///
/// The weights of a neuron are `w ~ N(0, (variance/n)(I - κJ/n))`, n = `fanIn`, κ = k/(1+k), J all
/// ones; neurons are independent (Singh & Sreejith 2021, arXiv:2103.12499, eq. 2). The covariance
/// matrix has the eigenvalues `variance/n`, n-1 times, and `variance/(n(1+k))` along (1, …, 1),
/// hence k > -1 is necessary and sufficient.
public struct AntiCorrelatedLaw: Sendable, Hashable {
  /// The number of weights of a neuron.
  public let fanIn: Int
  /// The strength of the anti-correlation: 0 independent, above 0 anti-correlated, below 0
  /// correlated, infinity for row sums that vanish.
  public let k: Double
  /// The paper's σ_w², before division by ``fanIn``.
  public let variance: Double

  /// Creates the law.
  ///
  /// - Parameters:
  ///   - fanIn: The number of weights of a neuron, at least 1.
  ///   - k: The strength, in (-1, inf]; 100 in the paper.
  ///   - variance: σ_w² before division by `fanIn`, above 0 and finite; 2 in the paper.
  /// - Throws: ``TheoryError`` for a value out of range.
  public init(fanIn: Int, k: Double = 100, variance: Double = 2) throws(TheoryError) {
    try Self.fanInRange.require(fanIn, "fanIn")
    try Self.strengthRange.require(k, "k")
    try TheoryInterval.positive.require(variance, "variance")
    self.fanIn = fanIn
    self.k = k
    self.variance = variance
  }

  static let fanInRange = ClosedRange<Int>.positiveCount
  static let strengthRange = TheoryInterval.openClosed(-1, .infinity)

  /// The variance of an entry, `(variance/n)(1 - κ/n)`.
  public var entryVariance: Double {
    let n = Double(fanIn)
    // With one entry 1 - κ/n is 1/(1+k) exactly; with more it is at least 1/2 whenever it cancels.
    return variance / n * (fanIn == 1 ? 1 / (1 + k) : 1 - Self.kappa(k) / n)
  }

  /// The covariance of two different entries of a neuron, `-(variance/n) κ/n`.
  ///
  /// With ``fanIn`` 1 there is no second entry and the formula's value has no meaning.
  public var covariance: Double {
    let n = Double(fanIn)
    return 0 - variance / n * Self.kappa(k) / n
  }

  /// The correlation of two different entries of a neuron, `-κ/(n - κ)`; NaN if ``fanIn`` is 1.
  public var correlation: Double {
    guard fanIn > 1 else { return .nan }
    let kappa = Self.kappa(k)
    return 0 - kappa / (Double(fanIn) - kappa)
  }

  /// The variance of the sum of a neuron's weights, `variance/(1+k)`.
  public var rowSumVariance: Double {
    variance / (1 + k)
  }

  /// The number c with which `sqrt(variance/n)(z_j - c mean(z))`, z independent N(0, 1), has this law.
  public var rankOneCoefficient: Double {
    Self.rankOneCoefficient(k: k)
  }

  /// The root `1 - 1/sqrt(1+k)` of `(1-c)² = 1/(1+k)`: the one that is 0 at k = 0.
  static func rankOneCoefficient(k: Double) -> Double {
    -Double.expMinusOne(-Double.log(onePlus: k) / 2)
  }

  /// κ = k/(1+k), 1 at infinity.
  static func kappa(_ k: Double) -> Double {
    k == .infinity ? 1 : k / (1 + k)
  }
}
