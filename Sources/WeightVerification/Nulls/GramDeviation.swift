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
    workLimit: Int = Self.defaultWorkLimit
  ) {
    let pairs = Double(workLimit) / Double(length)
    vectorCount = min(count, max(2, Int((2 * pairs).squareRoot())))
    func vector(_ index: Int) -> Slice<UnsafeBufferPointer<Double>> {
      vectors[index * length..<(index + 1) * length]
    }
    for index in 0..<count { note(Self.dot(vector(index), vector(index)) - 1) }
    let chosen = (0..<vectorCount).map { $0 * count / vectorCount }
    for (position, first) in chosen.enumerated() {
      for second in chosen[..<position] { note(Self.dot(vector(first), vector(second))) }
    }
    guard vectorCount < count else { return }
    var combination = Array(repeating: 0.0, count: length)
    for index in 0..<count {
      let sign = Self.sign(index)
      for (position, value) in vector(index).enumerated() {
        combination[position] += sign * value
      }
    }
    combination.withUnsafeBufferPointer { combination in
      for index in 0..<count {
        let product = Self.dot(vector(index), combination[...])
        note((product - Self.sign(index)) / Double(count).squareRoot())
      }
    }
  }

  private mutating func note(_ deviation: Double) {
    largest = deviation.isNaN ? .infinity : max(largest, abs(deviation))
  }

  /// Signs without a pattern that a matrix could share.
  private static func sign(_ index: Int) -> Double {
    SplitMix64.mix(UInt64(index) &+ 0x9E37_79B9_7F4A_7C15) & 1 == 0 ? 1 : -1
  }

  private static func dot(
    _ a: Slice<UnsafeBufferPointer<Double>>,
    _ b: Slice<UnsafeBufferPointer<Double>>
  ) -> Double {
    let (a, b) = (
      UnsafeRawBufferPointer(.init(rebasing: a)), UnsafeRawBufferPointer(.init(rebasing: b))
    )
    // Eight sums that do not wait for each other, in an order fixed by the length.
    let (lane, stride) = (MemoryLayout<Double>.stride, MemoryLayout<SIMD8<Double>>.stride)
    var sums = SIMD8<Double>.zero
    var offset = 0
    while offset + stride <= a.count {
      sums +=
        a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
        * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
      offset += stride
    }
    var sum = sums.sum()
    while offset < a.count {
      sum +=
        a.loadUnaligned(fromByteOffset: offset, as: Double.self)
        * b.loadUnaligned(fromByteOffset: offset, as: Double.self)
      offset += lane
    }
    return sum
  }
}
