internal import CVerificationKernels
internal import RealModule

/// The posterior of which entry of a row was replaced, under ``TensorLaw/replacedEntry(variance:k:)``.
///
/// With n = fanIn + 1 and e = κ/n, any d untouched entries are N(0, s²(I − e J)), whose density is
/// proportional to exp(−(Σv² + q Σ²)/(2s²)) with q = e/(1 − e d); the replaced entry has density 2v
/// on (0, 1].
struct ReplacedEntryLikelihood {
  /// The entries of a neuron, the bias included.
  let entryCount: Int
  /// The standard deviation s of an entry without its share of the common direction.
  let scale: Double
  /// The share e of the common direction.
  let share: Double
  /// The entries that are stored: all, or all but the bias.
  let storedCount: Int
  private let k: Double
  /// e⁻⁶⁰ of the largest weight is too little to be seen in the sum of all.
  private static let leastLogWeight = -60.0

  init(fanIn: Int, variance: Double, k: Double, hasBias: Bool) {
    entryCount = fanIn + 1
    storedCount = hasBias ? fanIn + 1 : fanIn
    scale = (variance / Double(fanIn)).squareRoot()
    share = (k.isInfinite ? 1 : k / (1 + k)) / Double(entryCount)
    self.k = k
  }

  /// 1 − e d: the eigenvalue of d entries along (1, …, 1), without cancellation.
  func commonVariance(_ count: Int) -> Double {
    (Double(entryCount - count) + Double(count) / (1 + k)) / Double(entryCount)
  }

  /// Draws the position of the replaced entry from its posterior.
  ///
  /// - Parameters:
  ///   - entries: The stored entries, rounding cells filled; above `limit` none can be replaced.
  ///   - limit: The largest number that may stand for a replaced entry of at most 1.
  ///   - uniform: A number in (0, 1).
  ///   - weights: Scratch memory for `storedCount + 1` numbers.
  /// - Returns: A position; ``storedCount`` for the bias that is not stored; `nil` when no entry can
  ///   have been replaced.
  func position(
    in entries: UnsafeMutableBufferPointer<Double>,
    limit: Double,
    uniform: Double,
    weights: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    let rest = storedCount - 1
    let q = share / commonVariance(rest)
    let precision = 1 / (2 * scale * scale)
    guard let start = entries.baseAddress, let logarithms = weights.baseAddress else { return nil }
    let sum = vk_sum(start, entries.count)
    // Log posteriors, less what all positions share and without the logarithm of 2v.
    let first = vk_log_weights(start, entries.count, limit, sum, q, precision, logarithms)
    var largest = -Double.infinity
    if first < entries.count {
      largest = weights[first] + Double.log(2 * Self.reflected(entries[first]))
    }
    // Only a few entries have weights that can be seen; the logarithm of 2v is at most log 2.
    var candidates: [Int] = []
    if first < entries.count {
      let least = largest + Self.leastLogWeight - 1
      var index = vk_next_not_below(logarithms, 0, entries.count, least)
      while index < entries.count {
        candidates.append(index)
        weights[index] += Double.log(2 * Self.reflected(entries[index]))
        largest = max(largest, weights[index])
        index = vk_next_not_below(logarithms, index + 1, entries.count, least)
      }
    }
    if storedCount < entryCount {
      candidates.append(storedCount)
      let (all, fewer) = (commonVariance(storedCount), commonVariance(rest))
      weights[storedCount] =
        -0.5 * Double.log(2 * .pi * scale * scale * all / fewer)
        - share / all * sum * sum * precision
      largest = max(largest, weights[storedCount])
    }
    guard largest.isFinite else { return nil }
    var total = 0.0
    for index in candidates {
      let logarithm = weights[index] - largest
      weights[index] = logarithm < Self.leastLogWeight ? 0 : Double.exp(logarithm)
      total += weights[index]
    }
    var threshold = uniform * total
    var last: Int?
    for index in candidates where weights[index] > 0 {
      last = index
      threshold -= weights[index]
      if threshold < 0 { break }
    }
    return last
  }

  /// A number of a rounding cell that reaches beyond 1, folded back.
  static func reflected(_ entry: Double) -> Double { entry > 1 ? 2 - entry : entry }
}
