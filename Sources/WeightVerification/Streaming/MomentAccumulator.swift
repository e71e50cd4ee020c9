internal import CVerificationKernels

/// Count, mean and central sums of powers of a stream of numbers.
///
/// Blocks are taken with two passes and merged in the order in which they come, so that equal blocks
/// give equal bits.
///
/// Source: Chan, Golub & LeVeque 1983; Pébay 2008, "Formulas for robust, one-pass parallel
/// computation of covariances and arbitrary-order statistical moments".
struct MomentAccumulator {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var second = 0.0
  private var third = 0.0
  private var fourth = 0.0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity

  /// Takes a block of numbers, if all are finite.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - known: Their sum and range, where they have been measured before.
  /// - Returns: Whether they are; otherwise nothing has changed.
  mutating func addIfFinite(
    _ values: UnsafeBufferPointer<Double>,
    _ known: vk_range? = nil
  ) -> Bool {
    guard let start = values.baseAddress, !values.isEmpty else { return true }
    var range = vk_range()
    if let known { range = known } else { vk_measure_range(start, values.count, &range) }
    guard range.has_non_finite == 0 else { return false }
    var block = MomentAccumulator()
    block.count = values.count
    block.mean = range.sum / Double(values.count)
    (block.minimum, block.maximum) = (range.minimum, range.maximum)
    var powers = (0.0, 0.0, 0.0)
    withUnsafeMutableBytes(of: &powers) { bytes in
      guard let powers = bytes.assumingMemoryBound(to: Double.self).baseAddress else { return }
      vk_measure_powers(start, values.count, block.mean, powers)
    }
    (block.second, block.third, block.fourth) = powers
    merge(block)
    return true
  }

  /// Takes a block of finite numbers.
  mutating func add(_ values: UnsafeBufferPointer<Double>) { _ = addIfFinite(values) }

  /// Adds what another accumulator has seen.
  mutating func merge(_ other: MomentAccumulator) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (a, b) = (Double(count), Double(other.count))
    let n = a + b
    let delta = other.mean - mean
    let step = delta / n
    let square = delta * step * a * b
    fourth +=
      other.fourth + square * step * step * (a * a - a * b + b * b)
      + 6 * step * step * (a * a * other.second + b * b * second)
      + 4 * step * (a * other.third - b * third)
    third +=
      other.third + square * step * (a - b) + 3 * step * (a * other.second - b * second)
    second += other.second + square
    mean += step * b
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The mean squared deviation.
  var variance: Double { second / Double(count) }
  /// The third standardised moment; NaN at variance 0.
  var skewness: Double { third / Double(count) / (variance * variance.squareRoot()) }
  /// The fourth standardised moment; NaN at variance 0.
  var kurtosis: Double { fourth / Double(count) / (variance * variance) }
}
