internal import InitializationTheory
internal import RealModule
internal import WeightInit

/// Tests that draws of one law pass, whatever the law is, as long as its rows are independent.
///
/// Entries may depend on each other within a row: scale and mean are compared by the spread between
/// rows, and sums of rows by their order alone.
struct LawComparison {
  private static let leastRows = 30
  private static let leastValues = 8

  let first: LawProfile
  let second: LawProfile

  /// The rules and tests; verdicts of tests follow when all p-values are known.
  func tests() -> [ComparisonTest] {
    let rules = [structureRule()] + [gainRule()].compactMap(\.self)
    guard rules.allSatisfy({ $0.answer == .same }), !first.structure.isFixed else { return rules }
    let tests = [distribution(), mean(), scale(), rowSums()].compactMap(\.self)
    return rules + tests
  }

  private func structureRule() -> ComparisonTest {
    let holds = first.structure == second.structure && patternsAgree
    return ComparisonTest(
      test: "structure",
      effect: holds
        ? "zeros, mirrored blocks, orthogonality and distinct values are alike"
        : "one has an exact structure that the other has not: "
          + [first, second].map(Self.describe).joined(separator: " against "),
      answer: holds ? .same : .different
    )
  }

  private var patternsAgree: Bool {
    func agree(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return abs(a - b) <= first.gainTolerance * abs(b)
    }
    return agree(first.pattern.identity, second.pattern.identity)
      && agree(first.pattern.hadamard, second.pattern.hadamard)
  }

  private static func describe(_ profile: LawProfile) -> String {
    let structure = profile.structure
    var words: [String] = []
    if let tap = structure.tap { words.append("zero but at kernel position \(tap)") }
    if structure.mirrorsRows || structure.mirrorsColumns { words.append("mirrored") }
    if structure.isOrthogonal { words.append("orthogonal") }
    if structure.rowSumsVanish { words.append("sums of rows 0") }
    if let values = structure.values {
      words.append(
        values.count > 3
          ? "\(values.count) values"
          : "values " + values.map(EffectText.number).joined(separator: ", ")
      )
    }
    return words.isEmpty ? "none" : words.joined(separator: ", ")
  }

  private func gainRule() -> ComparisonTest? {
    guard let gain = first.gain, let other = second.gain else { return nil }
    let ratio = other / gain
    let holds = abs(ratio - 1) <= first.gainTolerance + second.gainTolerance
    return ComparisonTest(
      test: "gain",
      effect: "the gains of the orthogonal matrices are \(EffectText.number(gain)) and "
        + EffectText.number(other),
      answer: holds ? .same : .different
    )
  }

  // MARK: - Tests

  private func distribution() -> ComparisonTest? {
    smirnov("distribution", first.sample, second.sample, of: "entries")
  }

  private func rowSums() -> ComparisonTest? {
    guard !first.structure.rowSumsVanish, first.columns > 1 else { return nil }
    return smirnov("row-sums", first.rowSums.sorted(), second.rowSums.sorted(), of: "sums of rows")
  }

  private func mean() -> ComparisonTest? {
    guard !first.structure.rowSumsVanish else { return nil }
    let (a, b) =
      usesRows
      ? (
        first.rowSums.map { $0 / Double(first.columns) },
        second.rowSums.map { $0 / Double(second.columns) }
      ) : (first.sample, second.sample)
    return welch("mean", a, b) { "the means are \($0) and \($1)" }
  }

  private func scale() -> ComparisonTest? {
    // The squares of an orthogonal matrix add up to a constant, which the gain tells.
    guard !first.structure.isOrthogonal else { return nil }
    let (a, b) =
      usesRows
      ? (
        first.rowSquares.map { $0 / Double(first.columns) },
        second.rowSquares.map { $0 / Double(second.columns) }
      ) : (first.sample.map { $0 * $0 }, second.sample.map { $0 * $0 })
    return welch("scale", a, b) { "the mean squares are \($0) and \($1)" }
  }

  private var usesRows: Bool {
    min(first.rowSums.count, second.rowSums.count) >= Self.leastRows && first.columns > 1
  }

  /// Smirnov's two-sample test, conservative where values tie.
  private func smirnov(
    _ name: String,
    _ a: [Double],
    _ b: [Double],
    of what: String
  ) -> ComparisonTest? {
    guard min(a.count, b.count) >= Self.leastValues else { return nil }
    var (i, j) = (0, 0)
    var (largest, place) = (0.0, a[0])
    while i < a.count, j < b.count {
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      let distance = abs(Double(i) / Double(a.count) - Double(j) / Double(b.count))
      if distance > largest { (largest, place) = (distance, value) }
    }
    let (n, m) = (Double(a.count), Double(b.count))
    let p = KolmogorovDistribution.survivalProbability((n * m / (n + m)).squareRoot() * largest)
    return ComparisonTest(
      test: name,
      p: PValue(p).value,
      effect: "the shares of \(what) up to \(EffectText.number(place)) differ by "
        + EffectText.number(largest),
      answer: .same
    )
  }

  /// Welch's test of equal means.
  private func welch(
    _ name: String,
    _ a: [Double],
    _ b: [Double],
    effect: (String, String) -> String
  ) -> ComparisonTest? {
    guard min(a.count, b.count) >= Self.leastRows else { return nil }
    func moments(_ values: [Double]) -> (mean: Double, error: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, squares / Double(values.count - 1) / Double(values.count))
    }
    let (first, second) = (moments(a), moments(b))
    let error = first.error + second.error
    guard error > 0, error.isFinite else { return nil }
    let difference = first.mean - second.mean
    let degrees =
      error * error
      / (first.error * first.error / Double(a.count - 1)
        + second.error * second.error / Double(b.count - 1))
    let p = FDistribution(numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: degrees)
      .survivalProbability(difference * difference / error)
    return ComparisonTest(
      test: name,
      p: PValue(p).value,
      effect: effect(EffectText.number(first.mean), EffectText.number(second.mean)),
      answer: .same
    )
  }
}
