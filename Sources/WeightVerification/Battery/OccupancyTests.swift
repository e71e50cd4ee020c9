internal import InitializationTheory
internal import RealModule

/// The tests that m positions were chosen independently and evenly among M.
///
/// `replaced-index-distinct`: how many different positions there are; its law is computed choice by
/// choice, exactly. `replaced-index-repeats`: the position that was chosen most often, binomial, by
/// Bonferroni's bound over the positions.
enum OccupancyTests {
  /// Runs both tests.
  ///
  /// - Parameters:
  ///   - positions: The positions, from 0 on.
  ///   - places: The number M of positions.
  /// - Returns: The results; none for fewer than two positions.
  static func results(for positions: [Int], places: Int) -> [TestResult] {
    guard positions.count >= 2, places >= 2 else { return [] }
    var counts = Array(repeating: 0, count: places)
    for position in positions { counts[position] += 1 }
    let distinct = counts.count { $0 > 0 }
    let tails = distinctTails(distinct, choices: positions.count, places: places)
    let most = counts.max() ?? 0
    let chance = 1 / Double(places)
    // P(Binomial(m, 1/M) ≥ most)
    let tail = IncompleteBeta.lower(
      at: chance,
      Double(most),
      Double(positions.count - most) + 1
    )
    return [
      TestResult(
        statistical: "replaced-index-distinct",
        statistic: Double(distinct),
        null: "occupied places of \(places) after \(positions.count) choices",
        p: PValue(lowerTail: tails.lower, upperTail: tails.upper),
        effect: """
          the replaced entries of \(positions.count) neurons stand in \(distinct) different places
          """
      ),
      TestResult(
        statistical: "replaced-index-repeats",
        statistic: Double(most),
        null: "the largest of \(places) binomial(\(positions.count), 1/\(places))",
        p: PValue(Double(places) * tail),
        effect: """
          \(most) of \(positions.count) neurons have their replaced entry in the same place
          """
      ),
    ]
  }

  /// P(D ≤ distinct) and P(D ≥ distinct) for the number D of occupied places.
  static func distinctTails(
    _ distinct: Int,
    choices: Int,
    places: Int
  ) -> (lower: Double, upper: Double) {
    // Probabilities of `start`, `start` + 1, … occupied places; what is far too small to count is
    // cut off at both ends.
    var law = [1.0]
    var start = 0
    let total = Double(places)
    for _ in 0..<choices {
      law.append(0)
      for index in stride(from: law.count - 1, through: 0, by: -1) {
        let occupied = Double(start + index)
        let stay = law[index] * occupied / total
        let arrive = index > 0 ? law[index - 1] * (total - occupied + 1) / total : 0
        law[index] = stay + arrive
      }
      while let last = law.last, last < 1e-100, law.count > 1 { law.removeLast() }
      let leading = law.prefix { $0 < 1e-100 }.count
      if leading > 0, leading < law.count {
        law.removeFirst(leading)
        start += leading
      }
    }
    var (lower, upper) = (0.0, 0.0)
    for (index, probability) in law.enumerated() {
      if start + index <= distinct { lower += probability }
      if start + index >= distinct { upper += probability }
    }
    return (lower, upper)
  }
}
