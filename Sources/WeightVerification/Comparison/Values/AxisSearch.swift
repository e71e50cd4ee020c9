internal import WeightInit

/// The order of axes that makes one tensor another.
enum AxisSearch {
  /// The most axes, lengths of 1 left out, of which all orders are tried.
  private static let axisLimit = 5

  /// Finds the order.
  ///
  /// - Parameters:
  ///   - first: A tensor.
  ///   - second: A tensor of the same numbers, up to a rounding.
  ///   - memoryBudget: The bytes that both may take in memory together.
  /// - Returns: The axes of the first tensor in the order of the second's, the identity where merging
  ///   or splitting axes is all; `nil` when there is no such order, or memory is short.
  /// - Throws: ``VerificationError`` when a source breaks its contract; what the sources throw.
  static func permutation(
    from first: TensorPlace,
    to second: TensorPlace,
    memoryBudget: Int
  ) throws -> [Int]? {
    let shape = first.descriptor.shape
    let long = shape.indices.filter { shape[$0] != 1 }
    guard long.count <= axisLimit,
      // Both as numbers, and one of them as stored.
      first.descriptor.elementCount <= memoryBudget / (3 * 8)
    else { return nil }
    let grid = ValueComparison.commonGrid(
      first.descriptor.elementType,
      second.descriptor.elementType
    )
    let a = try rounded(first, grid)
    let b = try rounded(second, grid)
    for order in permutations(long) {
      let complete = order + shape.indices.filter { shape[$0] == 1 }
      let axes = AxisOrder(logicalShape: shape, permutation: complete)
      guard axes.matches(storedShape: second.descriptor.shape), holds(axes, a, b) else {
        continue
      }
      return complete
    }
    return nil
  }

  private static func rounded(_ place: TensorPlace, _ grid: ElementGrid) throws -> [Double] {
    let range = 0..<place.descriptor.elementCount
    let window = try ElementWindow(place.index, of: place.source, range: range)
    return window.decoded(range).map { $0.isNaN ? .nan : grid.rounded($0) }
  }

  /// Whether the second tensor holds the elements of the first in an order of its axes.
  private static func holds(
    _ axes: AxisOrder,
    _ a: [Double],
    _ b: [Double]
  ) -> Bool {
    var logicalStrides = Array(repeating: 1, count: axes.logicalShape.count)
    for axis in logicalStrides.indices.dropLast().reversed() {
      logicalStrides[axis] = logicalStrides[axis + 1] * axes.logicalShape[axis + 1]
    }
    let lengths = axes.permutation.map { axes.logicalShape[$0] }
    let strides = axes.permutation.map { logicalStrides[$0] }
    var position = Array(repeating: 0, count: lengths.count)
    var place = 0
    for y in b {
      let x = a[place]
      guard x == y || (x.isNaN && y.isNaN) else { return false }
      var axis = lengths.count - 1
      while axis >= 0 {
        position[axis] += 1
        place += strides[axis]
        if position[axis] < lengths[axis] { break }
        place -= strides[axis] * lengths[axis]
        position[axis] = 0
        axis -= 1
      }
    }
    return true
  }

  private static func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index -> [[Int]] in
      var rest = items
      let item = rest.remove(at: index)
      return permutations(rest).map { [item] + $0 }
    }
  }
}
