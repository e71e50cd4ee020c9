internal import CVerificationKernels

/// Maps rows of the law N(0, s²(I − e J)), J all ones in d dimensions, to independent N(0, 1).
///
/// The symmetric inverse square root is I + (1/√(1 − e d) − 1) J/d: O(d) for a row. When 1 − e d
/// vanishes the row lies in the d − 1 dimensions orthogonal to (1, …, 1); the reflection that takes
/// (1, …, 1)/√d to the last axis turns it into d − 1 independent values and a zero, which is left
/// out.
struct RowWhitening {
  private let inverseScale: Double
  /// The factor of the row's mean; `nil` for a singular law.
  private let gain: Double?
  private let dimension: Int

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - dimension: The entries d of a row, at least 1.
  ///   - scale: s, above 0.
  ///   - commonVariance: 1 − e d, the eigenvalue along (1, …, 1), at least 0.
  init(dimension: Int, scale: Double, commonVariance: Double) {
    self.dimension = dimension
    inverseScale = 1 / scale
    gain = commonVariance > 0 ? 1 / commonVariance.squareRoot() - 1 : nil
  }

  /// The number of independent values that a row gives.
  var columns: Int { gain == nil ? dimension - 1 : dimension }

  /// Replaces a row by its values; the first ``columns`` of them count.
  func apply(to row: UnsafeMutableBufferPointer<Double>) {
    guard let start = row.baseAddress else { return }
    let sum = vk_sum(start, row.count)
    var shift = 0.0
    if let gain {
      shift = gain * sum / Double(dimension)
    } else if dimension > 1 {
      let root = Double(dimension).squareRoot()
      // (H g)_j = g_j - (Σg/√d - g_d)/(√d - 1)
      shift = (row[dimension - 1] - sum / root) / (root - 1)
    }
    vk_standardize(start, row.count, -shift, inverseScale, start)
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Spreads stored values evenly over the cells of numbers that round to them.
  ///
  /// Good enough where a row is whitened as a whole and the law has no edges; see
  /// ``ProbabilityCell`` for the exact way of single entries.
  func spread(over grid: ElementGrid, _ generator: inout SplitMix64) {
    guard grid.isCoarse else { return }
    for index in indices {
      let cell = grid.cell(of: self[index])
      self[index] = cell.low + generator.nextUniform() * (cell.high - cell.low)
    }
  }
}
