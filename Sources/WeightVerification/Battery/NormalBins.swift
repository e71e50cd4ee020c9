internal import CVerificationKernels
internal import InitializationTheory

/// The bins into which the values of large matrices are counted: 1024 equal ones a standard
/// deviation, from −8 to 8.
///
/// Statistics of the distribution are taken from the counts where there are more values than
/// ``exactLimit``; sorting them all would take more time than the rest. What that changes:
///
/// - Kolmogorov–Smirnov distances are taken at the edges. A bin holds a probability of at most 4e-4,
///   so that √N times the distance is smaller by about 0.01: conservative.
/// - For Anderson–Darling the empirical distribution is linear within bins: A² is smaller by about
///   4e-4 on average.
/// - Legendre polynomials are averaged over each bin, so that their mean stays exactly 0 and their
///   variance changes by less than 2e-6 of itself.
/// - Scores of volatility are those of the middle of four bins.
enum NormalBins {
  /// The number of values up to which statistics of the distribution use every value.
  static let exactLimit = 1 << 16
  static let count = Int(VK_BIN_COUNT)

  /// Φ at the lower edge of each bin, and at last 1.
  ///
  /// The outermost edges are infinite.
  static let cumulative: [Double] = {
    let perUnit = Double(VK_BINS_PER_UNIT)
    var values = (0...count).map { bin in
      StandardNormal.cumulativeProbability(Double(bin - count / 2) / perUnit)
    }
    values[0] = 0
    values[count] = 1
    return values
  }()

  /// The counts of a matrix.
  struct Counts {
    /// Counts since they were last added to ``sum``: a quarter of the memory for the inner loop, so
    /// that it stays in the first cache.
    private var recent = Array(repeating: UInt16(0), count: NormalBins.count)
    private var recentCount = 0
    private var sum = Array(repeating: UInt64(0), count: NormalBins.count)

    /// Counts values, and adds up the products of neighbouring scores.
    mutating func add(
      _ values: UnsafePointer<Double>,
      count: Int,
      _ scores: inout vk_scores
    ) {
      var start = 0
      while start < count {
        let part = min(count - start, Int(UInt16.max) - recentCount)
        vk_take_bins(values + start, part, &recent, NormalBins.volatilityScores, &scores)
        recentCount += part
        start += part
        if recentCount == Int(UInt16.max) {
          vk_move_counts(&recent, &sum, NormalBins.count)
          recentCount = 0
        }
      }
    }

    /// The counts of all bins.
    var total: [UInt64] { zip(sum, recent).map { $0 + UInt64($1) } }
  }

  /// The normal scores of |z|, each for a few bins from 0 outwards: Φ⁻¹(2Φ(|z|) − 1).
  static let volatilityScores: [Float] = {
    let width = Double(VK_BINS_PER_SCORE) / Double(VK_BINS_PER_UNIT)
    return (0..<count / 2 / Int(VK_BINS_PER_SCORE)).map {
      Float(score(ofMagnitude: (Double($0) + 0.5) * width))
    }
  }()

  /// The score that a value has in the counts.
  static func volatilityScore(of z: Double) -> Float {
    let middle = count / 2
    let t = z * Double(VK_BINS_PER_UNIT) + Double(middle)
    let bin = Int(max(0, min(Double(count - 1), t)))
    return volatilityScores[
      (bin < middle ? middle - 1 - bin : bin - middle) / Int(VK_BINS_PER_SCORE)
    ]
  }

  /// The sum of the squares of the scores of all values.
  static func squaresOfVolatilityScores(_ bins: [UInt64]) -> Double {
    let (middle, width) = (count / 2, Int(VK_BINS_PER_SCORE))
    var sum = 0.0
    for (index, score) in volatilityScores.enumerated() {
      var values: UInt64 = 0
      for bin in index * width..<(index + 1) * width {
        values += bins[middle + bin] + bins[middle - 1 - bin]
      }
      sum += Double(values) * (Double(score) * Double(score))
    }
    return sum
  }

  /// Φ⁻¹(2Φ(|z|) − 1): standard normal where z is.
  static func score(ofMagnitude magnitude: Double) -> Double {
    -StandardNormal.quantile(2 * StandardNormal.survivalProbability(magnitude))
  }

  /// The sums of the Legendre polynomials of degree 1 to 8 of 2Φ(z) − 1.
  static func legendreSums(_ bins: [UInt64]) -> [Double] {
    var sums = LegendreSums()
    for bin in bins.indices where bins[bin] > 0 {
      let (low, high) = (2 * cumulative[bin] - 1, 2 * cumulative[bin + 1] - 1)
      let weight = Double(bins[bin])
      // Simpson's rule over the bin.
      sums.add(low, weight: weight / 6)
      sums.add((low + high) / 2, weight: weight * 2 / 3)
      sums.add(high, weight: weight / 6)
    }
    return sums.values
  }

  /// The Kolmogorov–Smirnov distance, over the edges.
  static func kolmogorovDistance(_ bins: [UInt64], count n: Int) -> Double {
    var (seen, distance) = (0.0, 0.0)
    for bin in bins.indices where bins[bin] > 0 {
      // Between two values the distance is largest at the edges beside them.
      distance = max(distance, abs(seen / Double(n) - cumulative[bin]))
      seen += Double(bins[bin])
      distance = max(distance, abs(seen / Double(n) - cumulative[bin + 1]))
    }
    return distance
  }

  /// Anderson and Darling's A² = N ∫ (F_N − F)²/(F(1 − F)) dF, F_N linear within bins.
  static func andersonDarling(_ bins: [UInt64], count n: Int) -> Double {
    var (seen, sum) = (0.0, 0.0)
    let total = Double(n)
    for bin in bins.indices {
      let before = seen / total - cumulative[bin]
      seen += Double(bins[bin])
      let after = seen / total - cumulative[bin + 1]
      let mean = (before * before + before * after + after * after) / 3
      guard mean > 0 else { continue }
      if bin == 0 || bin == count - 1 {
        // Beyond ±8; the values there count as lying at a probability of 1e-300.
        let inner = bin == 0 ? after : before
        let outer = Double(bins[bin]) / total
        sum += max(inner * inner, outer * outer) * (outer > 0 ? 690 : 1)
        continue
      }
      let low = cumulative[bin] + cumulative[bin + 1]
      let high = cumulative[count - bin] + cumulative[count - bin - 1]
      sum += 4 * mean * width(bin) / (low * high)
    }
    return total * sum
  }

  /// The probability of a bin, without cancellation above the middle.
  private static func width(_ bin: Int) -> Double {
    bin < count / 2
      ? cumulative[bin + 1] - cumulative[bin]
      : cumulative[count - bin] - cumulative[count - bin - 1]
  }
}

/// The sums of the Legendre polynomials P_1 to P_8.
struct LegendreSums {
  private(set) var values = Array(repeating: 0.0, count: 8)

  /// Adds the polynomials of a number in −1...1.
  mutating func add(_ t: Double, weight: Double = 1) {
    var (previous, current) = (1.0, t)
    values.withUnsafeMutableBufferPointer { values in
      for degree in 1...8 {
        values[degree - 1] += weight * current
        // (k + 1) P_(k+1) = (2k + 1) t P_k − k P_(k−1)
        let k = Double(degree)
        (previous, current) = (current, ((2 * k + 1) * t * current - k * previous) / (k + 1))
      }
    }
  }
}
