internal import InitializationTheory
internal import RealModule

/// What a tensor's values say about scale, from which a ``Resolution`` follows.
struct ScaleEvidence: Sendable {
  /// The number of independent N(0, 1) values.
  var count: Int
  /// Σ z².
  var squares: Double
  /// The neurons whose sums tell k, for laws that have one.
  var correlatedNeurons: Int?
  /// The replaced entries, for laws that have them.
  var replacedEntries: Int?

  /// The margin where none is asked for.
  static let usualMargin = 0.01

  /// Works out what can be told.
  ///
  /// - Parameters:
  ///   - level: The p-value below which a test of the primary group rejects.
  ///   - margin: The deviation of the standard deviation that does not matter.
  /// - Returns: `nil` where the values are not numbers.
  func resolution(level: Double, margin: Double?) -> Resolution? {
    guard count > 0, squares > 0, squares.isFinite, level > 0 else { return nil }
    let n = Double(count)
    let margin = margin ?? Self.usualMargin
    let law = ChiSquareDistribution(degreesOfFreedom: n)
    let low = (squares / Self.quantile(law, upperTail: 0.005)).squareRoot()
    let high = (squares / Self.quantile(law, upperTail: 0.995)).squareRoot()
    guard low.isFinite, high.isFinite else { return nil }
    // A deviation of so many standard errors exceeds the critical value in nine of ten files.
    let errors =
      StandardNormal.quantile(upperTail: level / 2) + StandardNormal.quantile(upperTail: 0.1)
    var detectable = [
      Resolution.Detectable(quantity: "standard-deviation", size: errors / (2 * n).squareRoot())
    ]
    if count >= 50 {
      detectable.append(
        Resolution.Detectable(quantity: "lag-correlation", size: errors / n.squareRoot())
      )
    }
    if let correlatedNeurons, correlatedNeurons > 0 {
      let factor = Double.exp(errors * (2 / Double(correlatedNeurons)).squareRoot())
      if factor.isFinite {
        detectable.append(Resolution.Detectable(quantity: "common-variance", size: factor))
      }
    }
    if let replacedEntries, replacedEntries > 0 {
      // Beta(2, 1) has the standard deviation √(1/18).
      detectable.append(
        Resolution.Detectable(
          quantity: "replaced-entry-mean",
          size: errors * (1 / (18 * Double(replacedEntries))).squareRoot()
        )
      )
    }
    let needed = (StandardNormal.quantile(upperTail: 0.005) + 1) / margin
    return Resolution(
      standardDeviationRatio: (squares / n).squareRoot(),
      lowerBound: low,
      upperBound: high,
      detectable: detectable,
      margin: margin,
      isWithinMargin: low >= 1 - margin && high <= 1 + margin,
      valuesNeeded: Int((needed * needed / 2).rounded(.up))
    )
  }

  /// The number that a chi-square variable exceeds with a given probability.
  private static func quantile(_ law: ChiSquareDistribution, upperTail: Double) -> Double {
    let n = law.degreesOfFreedom
    var (low, high) = (0.0, n + 20 * (2 * n).squareRoot() + 40)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let tail =
        upperTail < 0.5
        ? law.survivalProbability(middle) : 1 - law.cumulativeProbability(middle)
      if tail > upperTail { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension VerificationReport {
  /// Adds to each tensor how much it can tell, and where a margin was asked for lets nothing pass
  /// that is not known that well.
  ///
  /// - Parameters:
  ///   - evidence: For each tensor what its values say about scale.
  ///   - margin: The deviation of a standard deviation that does not matter; `nil` to let what
  ///     nothing contradicts be consistent, however little it says.
  mutating func resolve(_ evidence: [ScaleEvidence?], margin: Double?) {
    let groups =
      tensors.map(\.tests).flatMap { tests in
        zip(tests, TestGroup.groups(of: tests)).filter { $0.0.p != nil }.map(\.1)
      }
      + network.filter { $0.p != nil }.map { _ in TestGroup.network }
    guard let primary = groups.firstIndex(of: .primary) else { return }
    let level = alpha * TestGroup.weights(groups)[primary]
    for index in tensors.indices {
      guard
        let resolution = evidence[index]?.resolution(level: level, margin: margin)
      else { continue }
      tensors[index].resolution = resolution
      guard margin != nil, !resolution.isWithinMargin, tensors[index].verdict == .consistent
      else { continue }
      tensors[index].verdict = .cannotTell
      let known = max(1 - resolution.lowerBound, resolution.upperBound - 1) * 100
      let text = """
        the standard deviation is known to ±\(EffectText.number(known)) %, asked for is \
        ±\(EffectText.number(resolution.margin * 100)) %: about \(resolution.valuesNeeded) values \
        are needed, or a wider margin
        """
      tensors[index].reason = tensors[index].reason.map { $0 + "; " + text } ?? text
    }
    combine()
  }
}
