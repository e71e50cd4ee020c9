/// What takes the elements of a tensor, in storage order, and checks them against a law.
///
/// Values arrive with non-finite ones replaced by 0; a tensor that holds any is rejected elsewhere.
protocol Examination: AnyObject {
  /// Takes the next elements.
  func take(_ run: ElementRun)
  /// Says what was found, when every element has been taken.
  func finish() -> Findings
}

/// The same for laws that need the entries of a neuron together.
protocol RowExamination: AnyObject {
  /// Takes a row, in ascending order of rows, and may overwrite the values.
  func take(row: Int, _ values: UnsafeMutableBufferPointer<Double>)
  /// Says what was found, when every row has been taken.
  func finish() -> Findings
}

/// What an examination found.
struct Findings {
  /// The tests, without verdicts of statistical tests.
  var tests: [TestResult] = []
  /// Sums of standard normal values that tests across tensors may pool.
  var poolable: [NormalSums] = []
  /// How often the replaced entry of a neuron was its bias, where the law says so.
  var biasCounts: [BiasCount] = []
  /// What the values say about scale.
  var scale: ScaleEvidence?
  /// Why something was not tested.
  var reasons: [String] = []
}

/// Says that a law cannot be tested on a tensor.
final class Unavailable: Examination {
  private let reason: String
  init(_ reason: String) { self.reason = reason }
  func take(_ run: ElementRun) {}
  func finish() -> Findings { Findings(reasons: [reason]) }
}
