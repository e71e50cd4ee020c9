internal import RealModule
internal import WeightInit

/// The schemes of the registry that multiply a matrix by a `gain`, with the gain that fits.
struct FittedGain: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    guard case .weight = subject.role else { return [] }
    return subject.schemes.filter(\.hasGain).compactMap { scheme in
      guard let law = try? scheme.initializer.weightLaw(of: subject.layer),
        let fit = law.fittedGain(to: subject.evidence)
      else { return nil }
      let text = RoundNumber.text(fit.range.lowerBound, fit.range.upperBound)
      return subject.fitted(
        scheme.adding("gain=\(text)"),
        fit.likelihood,
        logPrior: Double(scheme.departures) * CandidateSubject.logChoicePrior
      )
    }
  }
}

extension TensorLaw {
  fileprivate typealias GainFit = (range: ClosedRange<Double>, likelihood: Likelihood)

  /// The gain that fits, where this is the law for a gain of 1.
  fileprivate func fittedGain(to evidence: TensorEvidence) -> GainFit? {
    switch self {
    case .orthogonal(let unit):
      guard
        let found = evidence.orthogonality.gain(
          sumOfSquares: evidence.sumOfSquares,
          grid: evidence.grid
        ),
        let likelihood = TensorLaw.orthogonal(gain: found).likelihood(of: evidence)
      else { return nil }
      return Self.fit(found / unit, evidence.gainTolerance, likelihood)
    case .partialIdentity(let unit):
      guard let found = evidence.patterns.identityGain, found / unit > 0 else { return nil }
      return Self.fit(found / unit, evidence.grid.unitRoundoff, .certain)
    case .centerTap(let channels, let tap, let tapCount, 1):
      if tapCount == 1 { return channels.fittedGain(to: evidence) }
      guard tapCount == evidence.channelLength, let found = evidence.centerTap, found.tap == tap
      else { return nil }
      return channels.fittedGain(to: found.evidence)
    case .mirrored(let submatrix, _, _, _, _):
      // Whether the halves are those of the law, its own likelihood tells.
      guard likelihoodOfHalves(of: evidence), let block = evidence.mirrored else { return nil }
      guard case .independent(.normal(0, let unit)) = submatrix else {
        return submatrix.fittedGain(to: block)
      }
      let count = Double(block.count)
      let deviation = (block.sumOfSquares / count).squareRoot()
      return Self.fit(
        deviation / unit,
        1 / (2 * count).squareRoot(),
        Likelihood(
          dimension: block.count,
          logDensity: FittedNormal.averagedLogDensity(count: count, squares: block.sumOfSquares)
        )
      )
    default: return nil
    }
  }

  private func likelihoodOfHalves(of evidence: TensorEvidence) -> Bool {
    guard case .mirrored(_, let rows, let columns, let channelLength, _) = self else {
      return false
    }
    let mirrors = evidence.mirrors.mirrors
    return rows == mirrors.rows && columns == mirrors.columns && (rows || columns)
      && (!columns || channelLength == evidence.channelLength)
  }

  private static func fit(
    _ gain: Double,
    _ relative: Double,
    _ likelihood: Likelihood
  ) -> GainFit? {
    guard gain.isFinite, gain > 0 else { return nil }
    var likelihood = likelihood
    // Orthonormal and fixed matrices leave nothing but the gain to average over.
    likelihood.logDensity -= CandidateSubject.logScaleRange
    return (gain * (1 - relative)...gain * (1 + relative), likelihood)
  }
}
