import InitializationTheory

extension Marginal {
  /// Mean, variance, skewness and kurtosis of the distribution.
  public var moments: (mean: Double, variance: Double, skewness: Double, kurtosis: Double) {
    switch self {
    case .normal(let mean, let standardDeviation):
      return (mean, standardDeviation * standardDeviation, 0, 3)
    case .truncatedNormal(let mean, let standardDeviation, let lower, let upper):
      guard let law = TruncatedNormal(lower: lower, upper: upper) else {
        return (.nan, .nan, .nan, .nan)
      }
      let (center, variance, skewness, kurtosis) = law.moments
      return (
        mean + standardDeviation * center, standardDeviation * standardDeviation * variance,
        skewness, kurtosis
      )
    case .uniform(let low, let high):
      let width = high - low
      return (low + width / 2, width * width / 12, 0, 1.8)
    case .discrete(let values, let probabilities):
      func expectation(_ body: (Double) -> Double) -> Double {
        zip(values, probabilities).reduce(0) { $0 + $1.1 * body($1.0) }
      }
      let mean = expectation { $0 }
      let variance = expectation { ($0 - mean) * ($0 - mean) }
      let third = expectation { ($0 - mean) * ($0 - mean) * ($0 - mean) }
      let fourth = expectation { ($0 - mean) * ($0 - mean) * ($0 - mean) * ($0 - mean) }
      return (
        mean, variance, third / (variance * variance.squareRoot()), fourth / (variance * variance)
      )
    }
  }
}

extension TensorLaw {
  /// The moments of the law for a matrix of given size.
  ///
  /// - Parameters:
  ///   - neurons: The number of rows, at least 1.
  ///   - fanIn: The entries of a row, at least 1; 1 for a bias.
  /// - Returns: `nil` for laws that fix every entry of a matrix (`hadamard`, `centerTap`), where
  ///   moments over random draws say nothing, and for stacks of unlike matrices.
  public func moments(neurons: Int, fanIn: Int) -> LawMoments? {
    let n = Double(fanIn)
    switch self {
    case .constant(let value):
      return LawMoments(mean: value, variance: 0, rowSumMean: n * value, rowSumVariance: 0)

    case .independent(let marginal):
      let (mean, variance, skewness, kurtosis) = marginal.moments
      return LawMoments(
        mean: mean,
        variance: variance,
        skewness: skewness,
        kurtosis: kurtosis,
        correlation: fanIn > 1 ? 0 : nil,
        rowSumMean: n * mean,
        rowSumVariance: n * variance
      )

    case .anticorrelated(let variance, let k):
      guard let law = try? AntiCorrelatedLaw(fanIn: fanIn, k: k, variance: variance) else {
        return nil
      }
      return LawMoments(
        mean: 0,
        variance: law.entryVariance,
        skewness: law.entryVariance > 0 ? 0 : nil,
        kurtosis: law.entryVariance > 0 ? 3 : nil,
        correlation: fanIn > 1 ? law.correlation : nil,
        rowSumMean: 0,
        rowSumVariance: law.rowSumVariance
      )

    case .replacedEntry(let variance, let k):
      guard let law = try? ReplacedEntryLaw(fanIn: fanIn, k: k, variance: variance) else {
        return nil
      }
      return LawMoments(
        mean: law.mean,
        variance: law.entryVariance,
        skewness: law.skewness,
        kurtosis: law.kurtosis,
        correlation: fanIn > 1 ? law.correlation : nil,
        rowSumMean: law.weightRowSumMean,
        rowSumVariance: law.weightRowSumVariance
      )

    case .replacedEntryBias(let variance, let k, let fanIn):
      guard let law = try? ReplacedEntryLaw(fanIn: fanIn, k: k, variance: variance) else {
        return nil
      }
      return LawMoments(
        mean: law.mean,
        variance: law.entryVariance,
        skewness: law.skewness,
        kurtosis: law.kurtosis
      )

    case .orthogonal(let gain):
      // An entry of a Haar column of length N has fourth moment 3/(N(N + 2)).
      let length = Double(max(neurons, fanIn))
      return LawMoments(
        mean: 0,
        variance: gain * gain / length,
        skewness: 0,
        kurtosis: 3 * length / (length + 2),
        correlation: fanIn > 1 ? 0 : nil,
        rowSumMean: 0,
        rowSumVariance: n * gain * gain / length
      )

    case .mirrored(let submatrix, let rows, let columns, let channelLength, let leftover):
      guard leftover == nil || !rows || neurons % 2 == 0,
        !columns || (fanIn / channelLength) % 2 == 0,
        let inner = submatrix.moments(
          neurons: rows ? neurons / 2 : neurons,
          fanIn: columns ? fanIn / 2 : fanIn
        )
      else { return nil }
      return LawMoments(
        mean: 0,
        variance: inner.variance,
        skewness: 0,
        kurtosis: inner.kurtosis,
        correlation: columns ? -1 / (n - 1) : inner.correlation,
        rowSumMean: 0,
        rowSumVariance: columns ? 0 : inner.rowSumVariance
      )

    case .partialIdentity(let gain):
      let share = Double(min(neurons, fanIn)) / (Double(neurons) * n)
      return LawMoments(mean: gain * share, variance: gain * gain * share * (1 - share))

    case .stacked(let blocks):
      // Matrices of one size and law; others have no moments in common.
      guard blocks.count == 1, let block = blocks.first else { return nil }
      return block.law.moments(neurons: block.rows, fanIn: fanIn)

    case .sparse(let zeroCount, let line, let standardDeviation):
      let length = line == .neuron ? fanIn : neurons
      guard zeroCount >= 0, zeroCount < length else { return nil }
      // A share p of the entries is not zero: E w² = p σ², E w⁴ = 3 p σ⁴.
      let share = Double(length - zeroCount) / Double(length)
      let variance = share * standardDeviation * standardDeviation
      return LawMoments(
        mean: 0,
        variance: variance,
        skewness: 0,
        kurtosis: 3 / share,
        correlation: fanIn > 1 ? 0 : nil,
        rowSumMean: 0,
        rowSumVariance: n * variance
      )

    case .hadamard, .centerTap:
      return nil
    }
  }
}
