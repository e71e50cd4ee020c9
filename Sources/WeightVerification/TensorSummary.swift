public import WeightInit

/// What a tensor holds: moments, a histogram, and on demand the values themselves.
public struct TensorSummary: Sendable {
  /// Counts in bins of equal width.
  public struct Histogram: Sendable, Hashable {
    /// The lower end of the first bin.
    public let lowerBound: Double
    /// The upper end of the last bin; the bin holds it.
    public let upperBound: Double
    /// The numbers of values in the bins.
    public fileprivate(set) var counts: [Int]
  }

  /// The number of bins of a histogram.
  public static let binCount = 24

  /// The moments of the finite values.
  public let moments: MeasuredMoments
  /// A histogram of the finite values from the least to the greatest; `nil` where all are the same.
  public let histogram: Histogram?
  /// All values in stored order; `nil` unless they were asked for.
  public let values: [Double]?

  /// Measures a tensor, on two passes.
  ///
  /// - Parameters:
  ///   - index: The position of the tensor in the source.
  ///   - source: Where the tensor comes from.
  ///   - keepingValues: Whether to keep all values.
  ///   - observer: Sees every chunk once, in order.
  /// - Throws: What the source throws.
  public init(
    of index: Int,
    in source: any TensorSource,
    keepingValues: Bool = false,
    observer: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws {
    let tensor = source.tensors[index]
    var accumulator = MomentAccumulator()
    var nonFinite = 0
    var kept: [Double] = []
    try Self.forEachBlock(of: index, in: source, observer: observer) { block in
      if keepingValues { kept.append(contentsOf: block) }
      let finite = block.filter(\.isFinite)
      nonFinite += block.count - finite.count
      finite.withUnsafeBufferPointer { accumulator.add($0) }
    }
    moments = MeasuredMoments(accumulator, nonFinite: nonFinite)
    values = keepingValues ? kept : nil
    guard tensor.elementCount > 1, let lower = moments.minimum, let upper = moments.maximum,
      lower < upper, (upper - lower).isFinite
    else {
      histogram = nil
      return
    }
    var counts = Array(repeating: 0, count: Self.binCount)
    try Self.forEachBlock(of: index, in: source) { block in
      for value in block where value.isFinite {
        // Divided, because the reciprocal of a subnormal range is infinite.
        let share = (value - lower) / (upper - lower)
        counts[min(Self.binCount - 1, Int(share * Double(Self.binCount)))] += 1
      }
    }
    histogram = Histogram(lowerBound: lower, upperBound: upper, counts: counts)
  }

  /// Passes a tensor's values on in blocks of fixed size, so that results do not depend on chunks.
  private static func forEachBlock(
    of index: Int,
    in source: any TensorSource,
    observer: (UnsafeRawBufferPointer) -> Void = { _ in },
    _ body: ([Double]) -> Void
  ) throws {
    let type = source.tensors[index].elementType
    var block: [Double] = []
    var decoded: [Double] = []
    block.reserveCapacity(TensorStream.blockLength)
    try source.forEachChunk(of: index) { chunk in
      observer(chunk)
      let count = chunk.count / type.byteCount
      if decoded.count < count { decoded = Array(repeating: 0, count: count) }
      decoded.withUnsafeMutableBufferPointer { ElementDecoder.decode(chunk, as: type, into: $0) }
      var start = 0
      while start < count {
        let end = min(count, start + TensorStream.blockLength - block.count)
        block.append(contentsOf: decoded[start..<end])
        start = end
        if block.count == TensorStream.blockLength {
          body(block)
          block.removeAll(keepingCapacity: true)
        }
      }
    }
    if !block.isEmpty { body(block) }
  }
}
