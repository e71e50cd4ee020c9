internal import CVerificationKernels

/// The products of all pairs of vectors.
enum GramProducts {
  /// Multiplies vectors with each other.
  ///
  /// - Parameters:
  ///   - vectors: The vectors, one after the other.
  ///   - count: Their number.
  ///   - length: Their length.
  ///   - jobs: How many threads may work.
  /// - Returns: A matrix of which the lower triangle and the diagonal are set.
  static func lowerTriangle(
    of vectors: UnsafeBufferPointer<Double>,
    count: Int,
    length: Int,
    jobs: Int
  ) -> [Double] {
    var products = Array(repeating: 0.0, count: count * count)
    // Parts of the triangle of about the same size.
    let parts = min(jobs, count / 16 + 1)
    let bounds = (0...parts).map { part in
      part == parts
        ? count : Int((Double(part) / Double(parts)).squareRoot() * Double(count)) / 2 * 2
    }
    products.withUnsafeMutableBufferPointer { products in
      guard let start = vectors.baseAddress, let end = products.baseAddress else { return }
      // Every thread writes rows of its own.
      nonisolated(unsafe) let (from, to) = (start, end)
      WorkLimits.run(parts) { part in
        vk_gram(from, count, length, bounds[part], bounds[part + 1], to)
      }
    }
    return products
  }
}
