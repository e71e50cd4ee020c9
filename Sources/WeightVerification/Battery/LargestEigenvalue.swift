internal import CVerificationKernels

/// The largest eigenvalue of a symmetric matrix.
enum LargestEigenvalue {
  /// Lanczos's method with full reorthogonalisation, from a fixed start.
  ///
  /// Source: Golub & Van Loan, "Matrix Computations", chapter 10.
  ///
  /// - Parameters:
  ///   - matrix: All entries, row after row.
  ///   - order: The number of rows, at least 1.
  /// - Returns: The eigenvalue, to about 1e-12 of itself.
  static func lanczos(_ matrix: [Double], order: Int) -> Double {
    var generator = SplitMix64(seed: 0x5EED)
    var vector = (0..<order).map { _ in generator.nextUniform() - 0.5 }
    normalize(&vector)
    var basis: [[Double]] = []
    var (diagonal, offDiagonal): ([Double], [Double]) = ([], [])
    var estimate = 0.0
    var product = vector
    for step in 0..<min(order, 300) {
      basis.append(vector)
      matrix.withUnsafeBufferPointer { matrix in
        for row in 0..<order {
          guard let start = matrix.baseAddress else { return }
          product[row] = vk_dot(start + row * order, vector, order)
        }
      }
      diagonal.append(vk_dot(product, vector, order))
      // Twice is enough (Kahan and Parlett).
      for _ in 0..<2 {
        for earlier in basis {
          vk_add_multiple(&product, earlier, order, -vk_dot(product, earlier, order))
        }
      }
      let length = vk_dot(product, product, order).squareRoot()
      if step % 4 == 3 || step == order - 1 {
        let next = largest(diagonal, offDiagonal)
        let hasConverged = abs(next - estimate) <= 1e-13 * abs(next)
        estimate = next
        if hasConverged { break }
      }
      guard length > 1e-14 * abs(diagonal[0]), length.isFinite else {
        return largest(diagonal, offDiagonal)
      }
      offDiagonal.append(length)
      vector = product
      let inverse = 1 / length
      for index in vector.indices { vector[index] *= inverse }
    }
    return estimate
  }

  private static func normalize(_ vector: inout [Double]) {
    let length = vk_dot(vector, vector, vector.count).squareRoot()
    for index in vector.indices { vector[index] /= length }
  }

  /// The largest eigenvalue of a symmetric tridiagonal matrix by bisection.
  private static func largest(_ diagonal: [Double], _ offDiagonal: [Double]) -> Double {
    var (low, high) = (diagonal[0], diagonal[0])
    for index in diagonal.indices {
      let left = index > 0 ? abs(offDiagonal[index - 1]) : 0
      let right = index < diagonal.count - 1 ? abs(offDiagonal[index]) : 0
      high = max(high, diagonal[index] + left + right)
      low = max(low, diagonal[index])
    }
    guard low.isFinite, high.isFinite else { return .nan }
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if exceeds(middle, diagonal, offDiagonal) { low = middle } else { high = middle }
    }
    return high
  }

  /// Whether some eigenvalue is larger: the Sturm sequence then has a positive pivot.
  private static func exceeds(
    _ value: Double,
    _ diagonal: [Double],
    _ offDiagonal: [Double]
  ) -> Bool {
    var pivot = diagonal[0] - value
    if pivot > 0 { return true }
    for index in diagonal.indices.dropFirst() {
      let off = offDiagonal[index - 1]
      if pivot == 0 { pivot = -Double.leastNormalMagnitude }
      pivot = diagonal[index] - value - off * off / pivot
      if pivot > 0 { return true }
    }
    return false
  }
}
