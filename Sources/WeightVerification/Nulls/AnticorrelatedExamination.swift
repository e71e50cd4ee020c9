internal import CVerificationKernels

/// The null transform of ``TensorLaw/anticorrelated(variance:k:)``: whitening row by row.
///
/// For infinite k the row sums must vanish up to rounding, and the other directions are tested.
final class AnticorrelatedExamination: RowExamination {
  /// What the battery sees.
  static let view = "with the claimed correlation taken out"

  private let k: Double
  private let rows: Int
  private let columns: Int
  private let grid: ElementGrid
  private let whitening: RowWhitening
  private let accumulator: NormalAccumulator
  private var vanishingSums: VanishingSumsRule
  private var sumOfSquaredMeans = 0.0
  private var sumOfSquaresWithin = 0.0

  init(variance: Double, k: Double, _ context: ExaminationContext) {
    self.k = k
    grid = context.grid
    rows = context.geometry.rows
    columns = context.geometry.columns
    whitening = RowWhitening(
      dimension: columns,
      scale: (variance / Double(columns)).squareRoot(),
      commonVariance: 1 / (1 + k)
    )
    accumulator = NormalAccumulator(
      rows: rows,
      columns: whitening.columns,
      limits: context.limits
    )
    vanishingSums = VanishingSumsRule(grid: grid, columns: columns, variance: variance)
  }

  func take(row: Int, _ values: UnsafeMutableBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    if k.isInfinite {
      vanishingSums.take(
        sum: vk_sum(start, values.count),
        squares: vk_dot(start, start, values.count)
      )
    }
    if grid.isCoarse {
      var generator = SplitMix64(
        seed: ElementHash.seed(of: UnsafeBufferPointer(values), salt: UInt64(row))
      )
      values.spread(over: grid, &generator)
    }
    let mean = vk_sum(start, values.count) / Double(columns)
    sumOfSquaredMeans += mean * mean
    sumOfSquaresWithin += vk_squared_deviations(start, values.count, mean)
    whitening.apply(to: values)
    accumulator.add(
      ElementRun(
        values: UnsafeBufferPointer(rebasing: values[..<whitening.columns]),
        row: row,
        column: 0,
        rowStep: 0,
        columnStep: 1
      )
    )
  }

  func finish() -> Findings {
    let sums = accumulator.finish()
    var tests: [TestResult] = []
    if k.isInfinite {
      tests.append(vanishingSums.result)
    } else if let result = NeuronCorrelationTest(
      rows: rows,
      columns: columns,
      k: k,
      sumOfSquaredMeans: sumOfSquaredMeans,
      sumOfSquaresWithin: sumOfSquaresWithin
    ).result {
      tests.append(result)
    }
    guard sums.count > 0 else { return Findings(tests: tests) }
    return Findings(
      tests: tests + BuiltInBatteryTests.results(for: sums, seenAs: AnticorrelatedExamination.view),
      poolable: [sums],
      scale: ScaleEvidence(
        count: sums.count,
        squares: sums.squares,
        correlatedNeurons: k.isInfinite ? nil : rows
      )
    )
  }
}

/// The exact rule `row-sums`: under infinite k the weights into a neuron add up to 0.
///
/// Rounding leaves a sum of about u √(Σw²/3), u the unit roundoff; 16 u √(Σw²) allows for a draw
/// that subtracted a rounded mean and for the largest of many rows. Adding up n float64 numbers, as
/// draw and verifier both do, leaves another 2⁻⁵³ √(n Σw²/2), of which 8 √2 are allowed. Where
/// the weights of a neuron happen to be small, what was subtracted was not: Σw² counts as at least σ_w².
struct VanishingSumsRule {
  private let grid: ElementGrid
  private let columns: Int
  private let variance: Double
  private var rows = 0
  private var violations = 0
  private var largest = 0.0

  init(grid: ElementGrid, columns: Int, variance: Double) {
    self.grid = grid
    self.columns = columns
    self.variance = variance
  }

  /// Takes the sum and the sum of squares of a row.
  mutating func take(sum: Double, squares: Double) {
    rows += 1
    largest = max(largest, abs(sum))
    let allowed =
      (16 * grid.unitRoundoff + 0x1p-50 * Double(columns).squareRoot())
      * max(squares, variance).squareRoot()
    if abs(sum) > allowed { violations += 1 }
  }

  /// The rule's result.
  var result: TestResult {
    TestResult(
      exact: "row-sums",
      rule: "the weights into a neuron add up to 0, up to rounding",
      holds: violations == 0,
      statistic: largest,
      effect: """
        \(violations) of \(rows) sums are larger than rounding explains; the largest is \
        \(EffectText.number(largest))
        """
    )
  }
}
