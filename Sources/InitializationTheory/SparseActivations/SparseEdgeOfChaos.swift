internal import RealModule

/// The edge of chaos of a network whose activation is zero for a given share of its inputs.
///
/// For pre-activations N(0, q\*) the threshold τ makes the share ``sparsity`` of activations zero,
/// σ_w² makes χ₁ = 1 and σ_b² makes q\* a fixed point of the variance map V (Price et al. 2024,
/// section 3 and appendices B, E and F). With a = τ/√q, b = (τ + m)/√q, and κ = 2 for the odd
/// functions and 1 for the others,
/// `V(q) = σ_w² κ {(q + τ²)[Φ(b) - Φ(a)] + q[aφ(a) - bφ(b)] - 2τ√q[φ(a) - φ(b)] + m²[1 - Φ(b)]} + σ_b²`.
public struct SparseEdgeOfChaos: Sendable, Hashable {
  /// The activation.
  public let family: SparseActivationFamily
  /// The share of activations that are zero.
  public let sparsity: Double
  /// q\*, the variance of the pre-activations.
  public let fixedPoint: Double
  /// The clip m; infinite for functions without one.
  public let clip: Double
  /// The threshold τ.
  public let threshold: Double
  /// σ_w², before division by the fan-in.
  public let weightVariance: Double
  /// σ_b², at least 0.
  public let biasVariance: Double

  /// Creates the edge of chaos of an activation with a given clip.
  ///
  /// - Parameters:
  ///   - family: The activation.
  ///   - sparsity: The share of zeros: in [0.5, 1) for one-sided functions, for which a smaller share
  ///     would need a negative threshold; in (0, 1) for odd ones.
  ///   - fixedPoint: q\*, above 0 and finite.
  ///   - clip: The clip m, above 0; required for clipped functions and only for them.
  /// - Throws: ``TheoryError`` for a value out of range.
  public init(
    _ family: SparseActivationFamily,
    sparsity: Double,
    fixedPoint: Double = 1,
    clip: Double? = nil
  ) throws(TheoryError) {
    try Self.sparsityRange(family).require(sparsity, "sparsity")
    try TheoryInterval.positive.require(fixedPoint, "q")
    if family.isClipped {
      guard let clip else {
        throw TheoryError(
          code: .missingParameter,
          message: "\(family.rawValue) needs a clip m, or a target for the slope V'(q*)."
        )
      }
      try TheoryInterval.positive.require(clip, "clip")
    } else if clip != nil {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "\(family.rawValue) has no clip; leave it out, or use the clipped function."
      )
    }
    self.family = family
    self.sparsity = sparsity
    self.fixedPoint = fixedPoint
    self.clip = clip ?? .infinity
    threshold = Self.threshold(family, sparsity: sparsity, fixedPoint: fixedPoint)
    let gaussian = SparseGaussianMoments(
      isTwoSided: family.isTwoSided,
      threshold: threshold,
      clip: self.clip,
      variance: fixedPoint
    )
    weightVariance = 1 / gaussian.activeShare
    // The exact value is never negative for a threshold at or above 0.
    biasVariance = max(0, fixedPoint - weightVariance * gaussian.secondMoment)
  }

  /// Creates the edge of chaos of a clipped activation whose variance map has a given slope at q\*.
  ///
  /// - Parameters:
  ///   - family: A clipped activation.
  ///   - sparsity: The share of zeros, as for ``init(_:sparsity:fixedPoint:clip:)``.
  ///   - fixedPoint: q\*, above 0 and finite.
  ///   - slope: V'(q\*), in (0, 1); the clip that gives it is unique.
  /// - Throws: ``TheoryError`` for a value out of range.
  public init(
    _ family: SparseActivationFamily,
    sparsity: Double,
    fixedPoint: Double = 1,
    slope: Double
  ) throws(TheoryError) {
    try Self.slopeRange.require(slope, "slope")
    guard family.isClipped else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "V'(q*) of \(family.rawValue) is 1; only clipped functions have a slope to choose."
      )
    }
    func slopeAt(_ clip: Double) throws(TheoryError) -> Double {
      try Self(family, sparsity: sparsity, fixedPoint: 1, clip: clip).slopeAtFixedPoint
    }
    // The slope rises with the clip from 0 to 1, and depends on clip/√q* only.
    var (low, high) = (0.0, 1.0)
    while try slopeAt(high) < slope, high < 64 { (low, high) = (high, 2 * high) }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if try slopeAt(middle) < slope { low = middle } else { high = middle }
    }
    try self.init(
      family,
      sparsity: sparsity,
      fixedPoint: fixedPoint,
      clip: high * fixedPoint.squareRoot()
    )
  }

  static let slopeRange = TheoryInterval.open(0, 1)

  static func sparsityRange(_ family: SparseActivationFamily) -> TheoryInterval {
    family.isTwoSided
      ? .open(0, 1)
      : TheoryInterval(
        lowerBound: 0.5,
        upperBound: 1,
        includesLowerBound: true,
        includesUpperBound: false
      )
  }

  /// τ = √q\* Φ⁻¹(s), or √q\* Φ⁻¹((1 + s)/2) for odd functions.
  static func threshold(
    _ family: SparseActivationFamily,
    sparsity: Double,
    fixedPoint: Double
  ) -> Double {
    let tail = 1 - sparsity
    return fixedPoint.squareRoot()
      * max(0, StandardNormal.quantile(upperTail: family.isTwoSided ? tail / 2 : tail))
  }

  func moments(at variance: Double) -> SparseGaussianMoments {
    SparseGaussianMoments(
      isTwoSided: family.isTwoSided,
      threshold: threshold,
      clip: clip,
      variance: variance
    )
  }

  // MARK: - The variance map

  /// Returns V(q), the variance of the next layer's pre-activations.
  ///
  /// - Parameter variance: The variance q of a layer's pre-activations, above 0.
  /// - Returns: V(q); q\* at q\*.
  public func variance(after variance: Double) -> Double {
    weightVariance * moments(at: variance).secondMoment + biasVariance
  }

  /// Returns V'(q) = κ σ_w² {Φ(b) - Φ(a) - (m/√q) φ(b)}.
  ///
  /// - Parameter variance: The variance q, above 0.
  /// - Returns: The slope of the variance map.
  public func slope(at variance: Double) -> Double {
    let moments = moments(at: variance)
    let share = moments.activeShare
    guard clip.isFinite else { return weightVariance * share }
    let kink = clip / variance.squareRoot() * StandardNormal.density(moments.upper)
    return weightVariance * (share - moments.sides * kink)
  }

  /// V'(q\*): 1 without a clip, less than 1 with one.
  public var slopeAtFixedPoint: Double { slope(at: fixedPoint) }

  /// Returns V''(q) = κ σ_w²/(2q) {aφ(a) - φ(b)[a + (m/√q) b²]}.
  ///
  /// - Parameter variance: The variance q, above 0.
  /// - Returns: The curvature of the variance map.
  public func curvature(at variance: Double) -> Double {
    let moments = moments(at: variance)
    let (a, b) = (moments.lower, moments.upper)
    var bracket = a * StandardNormal.density(a)
    if clip.isFinite {
      bracket -= StandardNormal.density(b) * (a + clip / variance.squareRoot() * b * b)
    }
    return moments.sides * weightVariance / (2 * variance) * bracket
  }

  /// V''(q\*).
  public var curvatureAtFixedPoint: Double { curvature(at: fixedPoint) }

  /// Returns the variance of the squared singular values of the Jacobian of a deep network.
  ///
  /// `L σ_w²` for normal weights, `L (σ_w² - 1)` for orthogonal ones, at χ₁ = 1 and relative to the
  /// mean 1 (Price et al. 2024, eq. 30, corrected: μ₂/μ₁²).
  ///
  /// - Parameters:
  ///   - layers: The number of layers L, at least 1.
  ///   - isOrthogonal: Whether the weights are orthogonal rather than normal.
  /// - Returns: The variance.
  public func jacobianSpectrumVariance(layers: Int, isOrthogonal: Bool) -> Double {
    Double(layers) * (isOrthogonal ? weightVariance - 1 : weightVariance)
  }
}
