/// The mean of a quantity with its standard error, estimated from batches.
///
/// Draws are dealt to 50 batches, whose means are independent and, by the central limit theorem,
/// nearly normal whatever the law of a draw; their spread over √50 is the standard error. So a test
/// at four standard errors raises a false alarm in 2 of 10⁴ cases (Student's t with 49 degrees of
/// freedom); seeds are fixed, so that a test that passes keeps passing.
struct BatchMean {
  private static let batchCount = 50

  private var sums = Array(repeating: 0.0, count: batchCount)
  private var counts = Array(repeating: 0.0, count: batchCount)
  private var next = 0

  /// Adds one draw.
  mutating func add(_ value: Double) {
    sums[next] += value
    counts[next] += 1
    next = next == Self.batchCount - 1 ? 0 : next + 1
  }

  var mean: Double { sums.reduce(0, +) / counts.reduce(0, +) }

  var standardError: Double {
    let means = zip(sums, counts).map { $0 / $1 }
    let center = means.reduce(0, +) / Double(means.count)
    let squares = means.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(means.count - 1) / Double(means.count)).squareRoot()
  }

  /// Whether an expected value lies within four standard errors.
  ///
  /// A quantity that does not vary at all may differ by rounding.
  func agrees(with expected: Double) -> Bool {
    abs(mean - expected) <= 4 * standardError + 1e-12 * (1 + abs(expected))
  }

  /// How far an expected value is off, in standard errors.
  func deviation(from expected: Double) -> Double { (mean - expected) / standardError }
}
