internal import InitializationTheory

/// `row-direction` and `column-direction`: the sum of squared row (column) sums over their length is
/// chi-square with as many degrees of freedom as there are rows (columns), exactly.
///
/// The first sees correlation between the weights into a neuron, the second what neurons share.
struct DirectionTest: BatteryTest {
  enum Direction { case row, column }
  private let direction: Direction
  let isPooled = true

  init(_ direction: Direction) { self.direction = direction }

  var name: String { direction == .row ? "row-direction" : "column-direction" }

  func result(for sums: NormalSums) -> TestResult? {
    guard let squares = direction == .row ? sums.rowDirection : sums.columnDirection else {
      return nil
    }
    let degrees = Double(squares.degreesOfFreedom)
    let law = ChiSquareDistribution(degreesOfFreedom: degrees)
    // 99 % of correct tensors lie within this; Gaussian approximation, for the text only.
    let resolution = 2.576 * (2 / degrees).squareRoot() * 100
    let whose = direction == .row ? "of the weights into a neuron" : "over the neurons"
    return TestResult(
      statistical: name,
      statistic: squares.value,
      null: "chi-square(\(squares.degreesOfFreedom))",
      p: PValue(
        lowerTail: law.cumulativeProbability(squares.value),
        upperTail: law.survivalProbability(squares.value)
      ),
      effect: """
        the variance of sums \(whose) is \
        \(EffectText.deviation(ofRatio: squares.value / degrees)) \
        (chance alone: ±\(EffectText.number(resolution)) %)
        """
    )
  }
}
