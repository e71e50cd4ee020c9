internal import CVerificationKernels

/// The largest eigenvalue of a symmetric matrix.
enum LargestEigenvalue {
  /// The largest eigenvalue of a matrix.
  ///
  /// - Parameters:
  ///   - matrix: All entries, row after row.
  ///   - order: The number of rows, at least 1.
  ///   - jobs: How many threads may work.
  /// - Returns: The eigenvalue, to about 1e-12 of itself.
  static func lanczos(_ matrix: [Double], order: Int, jobs: Int = 1) -> Double {
    lanczos(order: order, precision: 1e-13) { vector, product in
      multiply(matrix, vector, into: &product, jobs: order < 256 ? 1 : jobs)
    }
  }

  /// The largest eigenvalue of the Gram matrix of vectors, without that matrix.
  ///
  /// - Parameters:
  ///   - vectors: The vectors, one after the other.
  ///   - count: Their number.
  ///   - length: Their length, at least 1.
  ///   - jobs: How many threads may work.
  /// - Returns: The eigenvalue, to about 1e-7 of itself: a ten-thousandth of what chance makes of it.
  static func ofGram(
    _ vectors: UnsafeBufferPointer<Double>,
    count: Int,
    length: Int,
    jobs: Int
  ) -> Double {
    // Each part adds up by itself, the same parts for any number of threads.
    let parts = min(8, count)
    var partial = Array(repeating: 0.0, count: parts * length)
    return lanczos(order: length, precision: 1e-8) { vector, product in
      for index in partial.indices { partial[index] = 0 }
      partial.withUnsafeMutableBufferPointer { partial in
        guard let start = vectors.baseAddress, let end = partial.baseAddress else { return }
        // Every thread writes parts of its own.
        nonisolated(unsafe) let (from, to) = (start, end)
        @Sendable func add(_ part: Int) {
          for row in count * part / parts..<count * (part + 1) / parts {
            let values = from + row * length
            vk_add_multiple(to + part * length, values, length, vk_dot(values, vector, length))
          }
        }
        if jobs > 1 { WorkLimits.run(parts, add) } else { (0..<parts).forEach(add) }
      }
      for index in product.indices {
        product[index] = (0..<parts).reduce(0) { $0 + partial[$1 * length + index] }
      }
    }
  }

  /// Lanczos's method with full reorthogonalisation, from a fixed start.
  ///
  /// Source: Golub & Van Loan, "Matrix Computations", chapter 10.
  ///
  /// - Parameters:
  ///   - order: The number of rows, at least 1.
  ///   - precision: The relative change within four steps that ends the search.
  ///   - multiply: Multiplies the symmetric matrix with a vector.
  /// - Returns: The eigenvalue.
  private static func lanczos(
    order: Int,
    precision: Double,
    multiply: (_ vector: [Double], _ product: inout [Double]) -> Void
  ) -> Double {
    var generator = SplitMix64(seed: 0x5EED)
    var vector = (0..<order).map { _ in generator.nextUniform() - 0.5 }
    normalize(&vector)
    var basis: [[Double]] = []
    var (diagonal, offDiagonal): ([Double], [Double]) = ([], [])
    var estimate = 0.0
    var product = vector
    for step in 0..<min(order, 300) {
      basis.append(vector)
      multiply(vector, &product)
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
        let hasConverged = abs(next - estimate) <= precision * abs(next)
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

  private static func multiply(
    _ matrix: [Double],
    _ vector: [Double],
    into product: inout [Double],
    jobs: Int
  ) {
    let order = vector.count
    matrix.withUnsafeBufferPointer { matrix in
      product.withUnsafeMutableBufferPointer { product in
        guard let start = matrix.baseAddress, let end = product.baseAddress else { return }
        // Every thread writes entries of its own.
        nonisolated(unsafe) let (from, to) = (start, end)
        WorkLimits.run(jobs) { part in
          for row in order * part / jobs..<order * (part + 1) / jobs {
            to[row] = vk_dot(from + row * order, vector, order)
          }
        }
      }
    }
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
