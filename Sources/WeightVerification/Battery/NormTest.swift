internal import InitializationTheory
internal import RealModule

/// `row-norm-distribution`, `row-norm-extreme` and the same of columns: the squared lengths of rows
/// are chi-square with as many degrees of freedom as a row has entries, exactly.
///
/// The first is the Anderson–Darling test of their distribution, the second judges the row that is
/// most unusual among all.
struct NormTest: BatteryTest {
  enum Kind: String { case distribution, extreme }
  private let direction: DirectionTest.Direction
  private let kind: Kind
  let isPooled = false

  init(_ direction: DirectionTest.Direction, _ kind: Kind) {
    self.direction = direction
    self.kind = kind
  }

  var name: String {
    (direction == .row ? "row" : "column") + "-norm-" + kind.rawValue
  }

  func result(for sums: NormalSums) -> TestResult? {
    guard let norms = direction == .row ? sums.rowNorms : sums.columnNorms,
      norms.squares.count >= UniformityTest.leastCount
    else { return nil }
    let law = ChiSquareDistribution(degreesOfFreedom: Double(norms.length))
    let whose = direction == .row ? "neurons" : "columns"
    switch kind {
    case .distribution:
      return UniformityTest(name: name, subject: "the lengths of \(whose)")
        .result(for: norms.squares.map { law.cumulativeProbability($0) })
    case .extreme:
      var (least, position, isLong) = (2.0, 0, false)
      for (index, square) in norms.squares.enumerated() {
        let lower = law.cumulativeProbability(square)
        let upper = law.survivalProbability(square)
        if min(lower, upper) < least {
          (least, position, isLong) = (min(lower, upper), index, upper < lower)
        }
      }
      let count = Double(norms.squares.count)
      let none = count * Double.log(onePlus: -min(1, 2 * least))
      let length = (norms.squares[position] / Double(norms.length)).squareRoot()
      return TestResult(
        statistical: name,
        statistic: norms.squares[position],
        null: "the most extreme of \(norms.squares.count) chi-square(\(norms.length))",
        p: PValue(-Double.expMinusOne(none)),
        effect: """
          \(direction == .row ? "row" : "column") \(position) is the most unusual: its weights are \
          \(isLong ? "large" : "small"), \(EffectText.number(length)) claimed standard deviations \
          on average
          """
      )
    }
  }
}
