/// Holm's step-down adjustment of p-values for the number of tests, with weights.
///
/// Rejecting where an adjusted p-value is below alpha keeps the probability of any false rejection
/// at or below alpha, whatever the dependence between the tests. A test of twice the weight may have
/// a p-value twice as large.
///
/// Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
enum Holm {
  /// Adjusts p-values.
  ///
  /// - Parameters:
  ///   - values: p-values, none NaN.
  ///   - weights: A positive weight for each; only their ratios count. Equal by default.
  /// - Returns: The adjusted values, in the same order.
  static func adjusted(_ values: [Double], weights: [Double]? = nil) -> [Double] {
    let weights = weights ?? Array(repeating: 1, count: values.count)
    // Equal values keep their order, so that the result does not depend on the sort.
    let ratios = zip(values, weights).map { $0 / $1 }
    let order = values.indices.sorted { (ratios[$0], $0) < (ratios[$1], $1) }
    // The weight of a test and all after it, summed from the end so that none is below zero.
    var remaining = Array(repeating: 0.0, count: values.count)
    var sum = 0.0
    for (rank, index) in order.enumerated().reversed() {
      sum += weights[index]
      remaining[rank] = sum
    }
    var result = values
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, remaining[rank] * ratios[index]))
      result[index] = largest
    }
    return result
  }
}
