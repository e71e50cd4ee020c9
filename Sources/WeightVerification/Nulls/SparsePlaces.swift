internal import InitializationTheory
internal import WeightInit

/// Where zeros stand on lines that each hold the same number of them, and the tests that every choice
/// of places is equally likely.
struct SparsePlaces {
  let lineCount: Int
  let length: Int
  /// The zeros that each line should have.
  let zeroCount: Int
  /// The zeros that each line has.
  private(set) var zeros: [Int]
  /// For each line the first and the last place taken: whether there is a zero; 2 before the first.
  private var first: [UInt8]
  private var last: [UInt8]
  /// The changes from another entry to a zero, from place to place in the order of storage.
  private var changes = 0

  init(lineCount: Int, length: Int, zeroCount: Int) {
    self.lineCount = lineCount
    self.length = length
    self.zeroCount = zeroCount
    zeros = Array(repeating: 0, count: lineCount)
    first = Array(repeating: 2, count: lineCount)
    last = first
  }

  /// Takes the next entry of a line.
  mutating func take(isZero: Bool, onLine line: Int) {
    if isZero { zeros[line] += 1 }
    if first[line] == 2 {
      first[line] = isZero ? 1 : 0
    } else if isZero, last[line] == 0 {
      changes += 1
    }
    last[line] = isZero ? 1 : 0
  }

  private var share: Double { Double(length - zeroCount) / Double(length) }

  /// `zero-places`: whether zeros fall evenly upon the places, Cochran's Q.
  ///
  /// The number of entries at a place that are not zero has the mean m p and, since each line has the
  /// same number, the sum of squared deviations the mean m p (1 − p) length; scaled by
  /// (length − 1)/(m p (1 − p) length) it is asymptotically chi-square(length − 1).
  ///
  /// Source: Cochran 1950, "The comparison of percentages in matched samples".
  ///
  /// - Parameters:
  ///   - counts: For each place the entries of all lines that are not zero.
  ///   - line: What the lines are.
  /// - Returns: `nil` where there are too few lines for the limit.
  func spread(counts: [Int], _ line: SparsityLine) -> TestResult? {
    let lines = Double(lineCount)
    guard length >= 2, lines * min(share, 1 - share) >= 5 else { return nil }
    let expected = lines * share
    let squares = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    let degrees = Double(length - 1)
    let statistic = squares * degrees / (expected * (1 - share) * Double(length))
    let law = ChiSquareDistribution(degreesOfFreedom: degrees)
    let place = line == .neuron ? "inputs" : "neurons"
    return TestResult(
      statistical: "zero-places",
      statistic: statistic,
      null: "chi-square(\(length - 1)), asymptotically",
      p: PValue(
        lowerTail: law.cumulativeProbability(statistic),
        upperTail: law.survivalProbability(statistic)
      ),
      effect: """
        the variance over \(place) of their number of zeros is \
        \(EffectText.deviation(ofRatio: statistic / degrees))
        """
    )
  }

  /// `zero-runs`: whether zeros stand beside each other as often as chance has it.
  ///
  /// Of k entries that are not zero and z zeros on a circle of k + z = L places, zeros make kz/(L − 1)
  /// runs on average, with variance k z (k − 1)(z − 1)/((L − 1)² (L − 2)); the sum over many lines is
  /// normal.
  ///
  /// Source: Stevens 1939, "Distribution of groups in a sequence of alternatives".
  ///
  /// - Parameter line: What the lines are.
  /// - Returns: `nil` where there are too few lines for the limit.
  func runs(_ line: SparsityLine) -> TestResult? {
    guard length >= 3 else { return nil }
    let (all, z) = (Double(length), Double(zeroCount))
    let kept = all - z
    let variance =
      Double(lineCount) * kept * z * (kept - 1) * (z - 1) / ((all - 1) * (all - 1) * (all - 2))
    guard variance >= 25 else { return nil }
    // The circle closes from the last place to the first.
    let wrapped = zip(first, last).count { $0 == 1 && $1 == 0 }
    let expected = Double(lineCount) * kept * z / (all - 1)
    let runs = Double(changes + wrapped)
    let statistic = (runs - expected) / variance.squareRoot()
    return TestResult(
      statistical: "zero-runs",
      statistic: statistic,
      null: "N(0, 1), asymptotically",
      p: PValue(2 * StandardNormal.survivalProbability(abs(statistic))),
      effect: """
        zeros make \(EffectText.number(runs)) runs among the weights \
        \(line == .neuron ? "into neurons" : "out of inputs"), expected are \
        \(EffectText.number(expected))
        """
    )
  }
}
