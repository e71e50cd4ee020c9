internal import CVerificationKernels
internal import InitializationTheory
internal import RealModule

/// The tests across tensors that are independent of each other under their claims.
enum NetworkTests {
  /// The multiplications that comparing tensors with each other may cost.
  private static let workLimit = 1 << 31

  /// The first values of each tensor that are compared, for a number of tensors.
  static func headLength(forTensors count: Int) -> Int {
    let pairs = max(1, count * (count - 1) / 2)
    return max(1024, min(NormalAccumulator.headLimit, workLimit / pairs))
  }

  /// Runs the tests.
  ///
  /// - Parameters:
  ///   - sums: The sums of matrices of standard normal values.
  ///   - names: The names of the tensors that they are of.
  ///   - biasCounts: How often the bias was replaced, for tensors that choose an entry to replace.
  /// - Returns: The results. Nothing is pooled of fewer than two tensors, nor of a single matrix with
  ///   its biases, whose alpha would only be spread out.
  static func results(
    for sums: [NormalSums],
    names: [String],
    biasCounts: [BiasCount]
  ) -> [TestResult] {
    var results: [TestResult] = []
    if sums.count(where: { $0.rowDirection != nil }) != 1 {
      results += BuiltInBatteryTests.pooledResults(for: sums)
      if let result = equalVariance(sums) { results.append(result) }
      if let result = crossCorrelation(sums, names) { results.append(result) }
    }
    if let result = biasIndex(biasCounts) { results.append(result) }
    return results
  }

  /// `pooled-variance-equal`: the mean of the normal scores of Σz² of each tensor; N(0, 1) when
  /// multiplied by the root of their number, exactly.
  ///
  /// The best weights where the relative error of a variance falls like 1/width, as between
  /// fractional moments (Gürbüzbalaban & Hu 2021) and He's scale.
  private static func equalVariance(_ sums: [NormalSums]) -> TestResult? {
    let usable = sums.filter { $0.count > 0 && $0.squares.isFinite }
    guard usable.count >= 2 else { return nil }
    let scores = usable.map { sums in
      let law = ChiSquareDistribution(degreesOfFreedom: Double(sums.count))
      let lower = law.cumulativeProbability(sums.squares)
      let upper = law.survivalProbability(sums.squares)
      return lower < upper
        ? StandardNormal.quantile(max(lower, 1e-300))
        : StandardNormal.quantile(upperTail: max(upper, 1e-300))
    }
    let statistic = scores.reduce(0, +) / Double(scores.count).squareRoot()
    return TestResult(
      statistical: "pooled-variance-equal",
      statistic: statistic,
      null: "N(0, 1)",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: """
        the variances of \(scores.count) tensors, each counted alike, lie \
        \(statistic < 0 ? "below" : "above") the claims by \
        \(EffectText.number(abs(statistic) / Double(scores.count).squareRoot())) standard errors \
        on average
        """
    )
  }

  /// `cross-correlation`: the largest correlation between the first values of two tensors, value by
  /// value; its square is Beta(1/2, (n − 1)/2) for each pair.
  private static func crossCorrelation(_ sums: [NormalSums], _ names: [String]) -> TestResult? {
    let limit = headLength(forTensors: sums.count)
    let usable = zip(sums.map { Array($0.head.prefix(limit)) }, names).filter { head, _ in
      head.count >= 8 && head.allSatisfy(\.isFinite)
    }
    let heads = usable.map(\.0)
    guard heads.count >= 2 else { return nil }
    var (least, correlation, pairs) = (2.0, 0.0, 0)
    var alike = (0, 1)
    for second in heads.indices {
      for first in 0..<second {
        let count = min(heads[first].count, heads[second].count)
        let (a, b) = (heads[first], heads[second])
        let squares = vk_dot_f32(a, a, count) * vk_dot_f32(b, b, count)
        guard squares > 0, squares.isFinite else { continue }
        pairs += 1
        let r = vk_dot_f32(a, b, count) / squares.squareRoot()
        let p = IncompleteBeta.upper(at: min(1, r * r), 0.5, Double(count - 1) / 2)
        if p < least { (least, correlation, alike) = (p, r, (first, second)) }
      }
    }
    guard pairs > 0 else { return nil }
    return TestResult(
      statistical: "cross-correlation",
      statistic: correlation,
      null: "the most extreme of \(pairs) ±√Beta(1/2, (n - 1)/2)",
      p: PValue(-Double.expMinusOne(Double(pairs) * Double.log(onePlus: -min(1, least)))),
      effect: """
        the first values of the two tensors most alike, \(usable[alike.0].1) and \
        \(usable[alike.1].1), have the correlation \(EffectText.number(correlation))
        """
    )
  }

  /// `pooled-bias-index`: how often the replaced entry was the bias, over all tensors; a sum of
  /// independent choices of probability 1/(fan-in + 1) each.
  private static func biasIndex(_ counts: [BiasCount]) -> TestResult? {
    guard counts.count >= 2 else { return nil }
    let observed = counts.reduce(0) { $0 + $1.replaced }
    let expected = counts.reduce(0) { $0 + Double($1.neurons) * $1.probability }
    let tails = biasIndexTails(counts, observed: observed, expected: expected)
    return TestResult(
      statistical: "pooled-bias-index",
      statistic: Double(observed),
      null: "a sum of \(counts.reduce(0) { $0 + $1.neurons }) choices of mean "
        + EffectText.number(expected),
      p: PValue(lowerTail: tails.lower, upperTail: tails.upper),
      effect: """
        the replaced entry was the bias in \(EffectText.count(observed, "neuron", "neurons")), \
        where \(EffectText.number(expected)) are expected
        """
    )
  }

  /// P(X ≤ observed) and P(X ≥ observed) for the number X of replaced biases.
  static func biasIndexTails(
    _ counts: [BiasCount],
    observed: Int,
    expected: Double
  ) -> (lower: Double, upper: Double) {
    let ratio = Double(observed) / max(expected, 1e-300)
    if Double(observed) > 50 + 8 * expected {
      // Chernoff's bound; the sum would take long and be no more telling.
      return (1, Double.exp(Double(observed) - expected - Double(observed) * Double.log(ratio)))
    }
    let neurons = counts.reduce(0) { $0 + $1.neurons }
    if expected > 2000, neurons.multipliedReportingOverflow(by: observed).partialValue > 1 << 28 {
      // Of so many the sum is normal, and adding up would take minutes.
      let variance = counts.reduce(0) {
        $0 + Double($1.neurons) * $1.probability * (1 - $1.probability)
      }
      func score(_ count: Double) -> Double { (count - expected) / variance.squareRoot() }
      return (
        StandardNormal.cumulativeProbability(score(Double(observed) + 0.5)),
        StandardNormal.survivalProbability(score(Double(observed) - 0.5))
      )
    }
    // The probabilities of 0 ... observed replacements, neuron after neuron.
    var law = Array(repeating: 0.0, count: observed + 1)
    law[0] = 1
    for count in counts {
      for _ in 0..<count.neurons {
        for number in stride(from: observed, through: 1, by: -1) {
          law[number] += count.probability * (law[number - 1] - law[number])
        }
        law[0] -= count.probability * law[0]
      }
    }
    let atMost = law.reduce(0, +)
    return (atMost, 1 - (atMost - law[observed]))
  }
}

/// How often the bias was the replaced entry of a neuron.
struct BiasCount: Sendable {
  var replaced: Int
  var neurons: Int
  /// The probability of each replacement.
  var probability: Double
}
