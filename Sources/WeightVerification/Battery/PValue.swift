/// A p-value: at least 1e-300, at most 1, never NaN.
struct PValue: Sendable, Hashable {
  let value: Double

  /// Clamps a probability.
  ///
  /// A probability that could not be computed (NaN) counts as 1: it must not reject.
  init(_ probability: Double) {
    value = probability.isNaN ? 1 : min(1, max(1e-300, probability))
  }

  /// The p-value of a test that rejects on both sides: twice the smaller tail.
  init(lowerTail: Double, upperTail: Double) {
    self.init(2 * min(lowerTail, upperTail))
  }
}
