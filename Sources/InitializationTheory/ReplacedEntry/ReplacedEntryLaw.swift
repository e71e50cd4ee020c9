/// The law of one neuron's weights and bias under RAI and RAAI: Gaussian with one entry replaced.
///
/// A neuron has n = `fanIn` + 1 entries, its weights and then its bias, drawn from
/// `N(0, (variance/fanIn)(I - κJ/n))`, κ = k/(1+k); then one entry, chosen uniformly among the n, is
/// overwritten by a Beta(2, 1) number (density 2u on (0, 1)). This is the code of Singh & Sreejith
/// 2021 (arXiv:2103.12499), Appendix E: the scale is divided by `fanIn`, the matrix J by n. RAI
/// (Lu, Shin, Su & Karniadakis 2020, arXiv:1903.06733) is the case k = 0, variance 0.36.
///
/// Every second-order property is written as a sum of the Gaussian part and the Beta part around
/// their means, so that nothing cancels at large `fanIn`, where kurtosis grows like n.
public struct ReplacedEntryLaw: Sendable, Hashable {
  /// The number of weights of a neuron, without the bias.
  public let fanIn: Int
  /// The strength of the anti-correlation, 0 for RAI.
  public let k: Double
  /// The scale of the Gaussian part before division by ``fanIn``: not `fanIn` times the variance of
  /// an entry, to which the replaced entry adds about 1/2.
  public let variance: Double

  /// Creates the law.
  ///
  /// - Parameters:
  ///   - fanIn: The number of weights of a neuron, at least 1.
  ///   - k: The strength, in (-1, inf]; 100 in the paper, 0 for RAI.
  ///   - variance: The scale of the Gaussian part before division by `fanIn`, above 0 and finite;
  ///     0.9 in the paper's code (0.92 in its Table 2), 0.36 for RAI.
  /// - Throws: ``TheoryError`` for a value out of range.
  public init(fanIn: Int, k: Double = 100, variance: Double = 0.9) throws(TheoryError) {
    try Self.fanInRange.require(fanIn, "fanIn")
    try AntiCorrelatedLaw.strengthRange.require(k, "k")
    try TheoryInterval.positive.require(variance, "variance")
    self.fanIn = fanIn
    self.k = k
    self.variance = variance
  }

  static let fanInRange = 1...(ClosedRange<Int>.positiveCount.upperBound - 1)

  // MARK: - An entry

  /// The mean of an entry, 2/(3n).
  public var mean: Double {
    2 / (3 * entryCount)
  }

  /// E X² of an entry, `(1 - 1/n)v + 1/(2n)`, v the variance of an untouched entry.
  public var secondMoment: Double {
    untouchedFraction * gaussianVariance + 0.5 / entryCount
  }

  /// The variance of an entry.
  public var entryVariance: Double {
    centralMoments.second
  }

  /// The skewness of an entry, its third central moment over the cube of its standard deviation.
  public var skewness: Double {
    let moments = centralMoments
    return moments.third / (moments.second * moments.second.squareRoot())
  }

  /// The kurtosis of an entry, 3 for a Gaussian: its fourth central moment over its squared variance.
  public var kurtosis: Double {
    let moments = centralMoments
    return moments.fourth / moments.second / moments.second
  }

  /// The central moments of the mixture: with probability 1 - 1/n Gaussian, otherwise Beta(2, 1).
  private var centralMoments: (second: Double, third: Double, fourth: Double) {
    let v = gaussianVariance
    let m = mean
    let square = m * m
    // Beta(2, 1): mean 2/3, central moments 1/18, -1/135, 1/135; here around m instead.
    let shift = 2.0 / 3 * untouchedFraction
    let beta2 = 1.0 / 18 + shift * shift
    let beta3 = -1.0 / 135 + shift * (1.0 / 6 + shift * shift)
    let beta4 = 1.0 / 135 + shift * (-4.0 / 135 + shift * (1.0 / 3 + shift * shift))
    func mix(_ gaussian: Double, _ beta: Double) -> Double {
      untouchedFraction * gaussian + beta / entryCount
    }
    return (
      second: mix(v + square, beta2),
      third: mix(-m * (3 * v + square), beta3),
      fourth: mix(3 * v * v + square * (6 * v + square), beta4)
    )
  }

  // MARK: - Two entries

  /// The covariance of two different entries of a neuron, weights or bias.
  public var covariance: Double {
    let n = entryCount
    let gaussian = -scale * AntiCorrelatedLaw.kappa(k) / n
    return (n - 2) / n * gaussian - mean * mean
  }

  /// The correlation of two different entries of a neuron, weights or bias.
  public var correlation: Double {
    covariance / entryVariance
  }

  // MARK: - Sums

  /// The mean of the sum of a neuron's weights and bias: always 2/3.
  public var rowSumMean: Double {
    2.0 / 3
  }

  /// The variance of the sum of a neuron's weights and bias.
  public var rowSumVariance: Double {
    gaussianSumVariance(count: Double(fanIn)) + 1.0 / 18
  }

  /// The mean of the sum of a neuron's weights, without its bias.
  public var weightRowSumMean: Double {
    2.0 / 3 * untouchedFraction
  }

  /// The variance of the sum of a neuron's weights, without its bias.
  public var weightRowSumVariance: Double {
    let f = Double(fanIn)
    // Given where the replaced entry is: among the weights with probability f/n, else the bias.
    let inside = gaussianSumVariance(count: f - 1) + 1.0 / 18
    let outside = gaussianSumVariance(count: f)
    let between = 4.0 / 9 * untouchedFraction / entryCount
    return untouchedFraction * inside + outside / entryCount + between
  }

  // MARK: - The Gaussian part

  private var entryCount: Double { Double(fanIn + 1) }

  /// 1 - 1/n = fanIn/n.
  private var untouchedFraction: Double { Double(fanIn) / entryCount }

  private var scale: Double { variance / Double(fanIn) }

  /// v = (variance/fanIn)(1 - κ/n), the variance of an entry before one is replaced.
  private var gaussianVariance: Double {
    scale * (1 - AntiCorrelatedLaw.kappa(k) / entryCount)
  }

  /// The variance of the sum of `count` of the n entries before one is replaced:
  /// `scale · count (1 - κ count/n)`.
  private func gaussianSumVariance(count: Double) -> Double {
    let kappa = AntiCorrelatedLaw.kappa(k)
    let missing = (entryCount - count) / entryCount
    // 1 - κ + κ·missing; for k > 0 both parts are positive, for k < 0 κ is, so neither form cancels.
    let factor = k > 0 ? 1 / (1 + k) + kappa * missing : 1 - kappa * count / entryCount
    return scale * count * factor
  }
}
