internal import RealModule
internal import WeightInit

extension TensorLaw {
  /// The likelihood of the law.
  ///
  /// Singh & Sreejith 2021, eq. 2, for anti-correlated rows: along (1, …, 1) the variance is
  /// 1/(1 + k) of that in the other directions.
  ///
  /// - Parameter evidence: What is known of the tensor, parts and mixtures included.
  /// - Returns: `nil` when the law cannot have produced the tensor.
  func likelihood(of evidence: TensorEvidence) -> Likelihood? {
    guard evidence.count > 0, evidence.nonFinite == 0 else { return nil }
    switch self {
    case .constant(let value):
      guard let found = evidence.distinct.sorted, found.count == 1,
        evidence.grid.isRounding(found[0].value, of: value)
      else { return nil }
      return .certain
    case .independent(let marginal):
      return marginal.likelihood(of: evidence)
    case .anticorrelated(let variance, let k):
      return Self.anticorrelated(evidence, variance: variance, k: k)
    case .replacedEntry(let variance, let k):
      return evidence.replacedEntryDensities[.init(variance: variance, k: k)].map {
        Likelihood(dimension: evidence.count, logDensity: $0)
      }
    case .replacedEntryBias(let variance, let k, let fanIn):
      return evidence.replacedEntryDensities[.init(variance: variance, k: k, fanIn: fanIn)].map {
        Likelihood(dimension: evidence.count, logDensity: $0)
      }
    case .orthogonal(let gain):
      guard
        let found = evidence.orthogonality.gain(
          sumOfSquares: evidence.sumOfSquares,
          grid: evidence.grid
        ), abs(found / abs(gain) - 1) <= evidence.gainTolerance
      else { return nil }
      let short = min(evidence.rows, evidence.columns)
      return Likelihood(dimension: evidence.count - short * (short + 1) / 2, logDensity: 0)
    case .mirrored(let submatrix, let rows, let columns, let channelLength, _):
      let mirrors = evidence.mirrors.mirrors
      guard rows == mirrors.rows, columns == mirrors.columns, rows || columns,
        !columns || channelLength == evidence.channelLength, let block = evidence.mirrored
      else { return nil }
      return submatrix.likelihood(of: block)
    case .partialIdentity(let gain):
      guard let found = evidence.patterns.identityGain, evidence.grid.isRounding(found, of: gain)
      else { return nil }
      return .certain
    case .hadamard(let scale):
      guard let found = evidence.patterns.hadamardScale,
        evidence.grid.isRounding(found, of: scale)
      else { return nil }
      return .certain
    case .sparse(let zeroCount, let line, let deviation):
      let zeros = SparseZeros(evidence, per: line)
      return zeros.logProbability(zeroCount: zeroCount).map { logPlaces in
        let variance = deviation * deviation
        let drawn = evidence.count - zeros.lines.count * zeroCount
        return Likelihood(
          dimension: drawn,
          logDensity: logPlaces
            - 0.5
            * (Double(drawn) * Double.log(2 * .pi * variance) + evidence.sumOfSquares / variance)
        )
      }
    case .centerTap(let channels, let tap, let tapCount, let groups):
      if tapCount == 1, groups == 1 { return channels.likelihood(of: evidence) }
      // Groups do not show in a shape, and are not guessed.
      guard groups == 1, tapCount == evidence.channelLength, let found = evidence.centerTap,
        found.tap == tap
      else { return nil }
      return channels.likelihood(of: found.evidence)
    case .stacked:
      // How many matrices a tensor holds does not show in its shape, and is not guessed.
      return nil
    }
  }

  private static func anticorrelated(
    _ evidence: TensorEvidence,
    variance: Double,
    k: Double
  ) -> Likelihood? {
    guard evidence.columns > 1 else { return nil }
    let (rows, columns) = (Double(evidence.rows), Double(evidence.columns))
    let entryVariance = variance / columns
    let common = evidence.commonSquares
    let within = max(0, evidence.sumOfSquares - common)
    let degrees = rows * (columns - 1)
    let logWithin = -0.5 * (degrees * Double.log(2 * .pi * entryVariance) + within / entryVariance)
    if k.isInfinite {
      guard evidence.rowSumsVanish else { return nil }
      return Likelihood(
        dimension: evidence.rows * (evidence.columns - 1),
        logDensity: logWithin
      )
    }
    let commonVariance = entryVariance / (1 + k)
    let logCommon = -0.5 * (rows * Double.log(2 * .pi * commonVariance) + common / commonVariance)
    return Likelihood(dimension: evidence.count, logDensity: logWithin + logCommon)
  }
}
