internal import CVerificationKernels

/// The largest deviation of a Gram matrix from the identity.
///
/// Where all products of two vectors would cost too much they are taken for a subset, evenly spread;
/// the lengths of all vectors are checked, and the products of each with a sum of all under
/// alternating signs, divided by the root of their number: a vector outside the subset that is not
/// orthogonal to some other shows there, less sharply.
struct GramDeviation {
  /// The multiplications that the products of vectors may cost by default, about a second's work.
  static let defaultWorkLimit = 1 << 30

  /// The largest deviation; infinite where one is not a number.
  private(set) var largest = 0.0
  /// The number of vectors whose products with each other were taken.
  let vectorCount: Int

  init(
    of vectors: UnsafeBufferPointer<Double>,
    count: Int,
    length: Int,
    workLimit: Int = Self.defaultWorkLimit,
    jobs: Int = 1
  ) {
    let pairs = Double(workLimit) / Double(length)
    vectorCount = min(count, max(2, Int((2 * pairs).squareRoot())))
    guard let start = vectors.baseAddress else { return }
    if vectorCount == count {
      note(productsOf: vectors, length, jobs)
      return
    }
    var chosen: [Double] = []
    chosen.reserveCapacity(vectorCount * length)
    for position in 0..<vectorCount {
      let index = position * count / vectorCount
      chosen.append(contentsOf: vectors[index * length..<(index + 1) * length])
    }
    chosen.withUnsafeBufferPointer { note(productsOf: $0, length, jobs) }
    var combination = Array(repeating: 0.0, count: length)
    for index in 0..<count {
      let vector = start + index * length
      note(vk_dot(vector, vector, length) - 1)
      vk_add_multiple(&combination, vector, length, Self.sign(index))
    }
    for index in 0..<count {
      let product = vk_dot(start + index * length, combination, length)
      note((product - Self.sign(index)) / Double(count).squareRoot())
    }
  }

  private mutating func note(
    productsOf vectors: UnsafeBufferPointer<Double>,
    _ length: Int,
    _ jobs: Int
  ) {
    let products = GramProducts.lowerTriangle(
      of: vectors,
      count: vectorCount,
      length: length,
      jobs: jobs
    )
    for row in 0..<vectorCount {
      for column in 0..<row { note(products[row * vectorCount + column]) }
      note(products[row * vectorCount + row] - 1)
    }
  }

  private mutating func note(_ deviation: Double) {
    largest = deviation.isNaN ? .infinity : max(largest, abs(deviation))
  }

  /// Signs without a pattern that a matrix could share.
  private static func sign(_ index: Int) -> Double {
    SplitMix64.mix(UInt64(index) &+ 0x9E37_79B9_7F4A_7C15) & 1 == 0 ? 1 : -1
  }
}
