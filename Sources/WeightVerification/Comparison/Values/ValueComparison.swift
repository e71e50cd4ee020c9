internal import WeightInit

/// Compares two tensors of as many elements, element by element in stored order.
///
/// Windows of the first tensor are held in memory while the second streams by, so that memory is
/// bounded for tensors of any size.
struct ValueComparison {
  /// Whether all bits agree, in one element type.
  private(set) var isIdentical: Bool
  /// The elements whose values differ.
  private(set) var differing = 0
  /// The elements that differ even after rounding to the narrower type.
  private(set) var differingRounded = 0
  private(set) var maximumDifference = 0.0
  private var product = 0.0
  private var firstSquares = 0.0
  private var secondSquares = 0.0
  private(set) var firstFingerprint = ValueFingerprint()
  private(set) var secondFingerprint = ValueFingerprint()

  private let grid: ElementGrid

  /// The elements of a window of the first tensor.
  private static func windowLength(_ type: ElementType, _ memoryBudget: Int) -> Int {
    max(1, memoryBudget / (type.byteCount * 2))
  }

  init(_ first: TensorPlace, _ second: TensorPlace, memoryBudget: Int) throws {
    grid = Self.commonGrid(first.descriptor.elementType, second.descriptor.elementType)
    isIdentical = first.descriptor.elementType == second.descriptor.elementType
    try Self.forEachPair(first, second, memoryBudget: memoryBudget) { window, place, chunk, count in
      let type = second.descriptor.elementType
      if isIdentical {
        let size = type.byteCount
        isIdentical = window.bytes[place * size..<(place + count) * size].elementsEqual(chunk)
      }
      let a = window.decoded(place..<place + count)
      var b = Array(repeating: 0.0, count: count)
      b.withUnsafeMutableBufferPointer { ElementDecoder.decode(chunk, as: type, into: $0) }
      add(a, b)
    }
  }

  /// The narrower of two types, to which both round.
  static func commonGrid(_ first: ElementType, _ second: ElementType) -> ElementGrid {
    let (a, b) = (ElementGrid(first), ElementGrid(second))
    return a.significandBits <= b.significandBits ? a : b
  }

  private mutating func add(_ a: [Double], _ b: [Double]) {
    firstFingerprint.add(a, on: grid)
    secondFingerprint.add(b, on: grid)
    for (x, y) in zip(a, b) {
      if x != y, !(x.isNaN && y.isNaN) {
        differing += 1
        if grid.rounded(x) != grid.rounded(y) { differingRounded += 1 }
      }
      guard x.isFinite, y.isFinite else { continue }
      maximumDifference = max(maximumDifference, abs(x - y))
      product += x * y
      firstSquares += x * x
      secondSquares += y * y
    }
  }

  /// The correlation about 0; `nil` when a side is zero.
  var correlation: Double? {
    let size = firstSquares.squareRoot() * secondSquares.squareRoot()
    guard size > 0, size.isFinite else { return nil }
    return max(-1, min(1, product / size))
  }

  /// The factor of the best fit of the second by the first, when it may be exact.
  var possibleFactor: Double? {
    guard let correlation, abs(correlation) > 0.999 else { return nil }
    let factor = product / firstSquares
    return factor.isFinite && factor != 0 ? factor : nil
  }

  /// Whether the second is the first times a factor, but for a few roundings of each element.
  static func isMultiple(
    _ first: TensorPlace,
    _ second: TensorPlace,
    factor: Double,
    memoryBudget: Int
  ) throws -> Bool {
    let type = second.descriptor.elementType
    let grid = commonGrid(first.descriptor.elementType, type)
    var holds = true
    try forEachPair(first, second, memoryBudget: memoryBudget) { window, place, chunk, count in
      guard holds else { return }
      let a = window.decoded(place..<place + count)
      var b = Array(repeating: 0.0, count: count)
      b.withUnsafeMutableBufferPointer { ElementDecoder.decode(chunk, as: type, into: $0) }
      holds = zip(a, b).allSatisfy { x, y in
        abs(y - factor * x) <= 4 * grid.unitRoundoff * abs(y) + 2 * grid.ulp(at: 0)
      }
    }
    return holds
  }

  /// Passes windows of the first tensor on beside the chunks of the second.
  private static func forEachPair(
    _ first: TensorPlace,
    _ second: TensorPlace,
    memoryBudget: Int,
    _ body: (ElementWindow, Int, UnsafeRawBufferPointer, Int) -> Void
  ) throws {
    let total = first.descriptor.elementCount
    let length = windowLength(first.descriptor.elementType, memoryBudget)
    let size = second.descriptor.elementType.byteCount
    var low = 0
    repeat {
      let range = low..<low + min(length, total - low)
      let window = try ElementWindow(first.index, of: first.source, range: range)
      var start = 0
      try second.source.forEachChunk(of: second.index) { chunk in
        let end = start + chunk.count / size
        let part = range.clamped(to: start..<max(start, end))
        // Small pieces keep the decoded numbers small.
        for piece in stride(from: part.lowerBound, to: part.upperBound, by: 65_536) {
          let count = min(65_536, part.upperBound - piece)
          let bytes = chunk[(piece - start) * size..<(piece - start + count) * size]
          body(window, piece - low, UnsafeRawBufferPointer(rebasing: bytes), count)
        }
        start = end
      }
      guard start == total else {
        throw VerificationError(
          code: .brokenSource,
          tensor: second.descriptor.name,
          message: """
            the source delivered \(start) elements, expected \(total); the file or its reader is at \
            fault
            """
        )
      }
      low = range.upperBound
    } while low < total
  }
}

/// A tensor of a source.
struct TensorPlace {
  let index: Int
  let source: any TensorSource
  var descriptor: TensorDescriptor { source.tensors[index] }
}
