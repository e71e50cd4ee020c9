/// How a tensor is cut into pieces that follow each other in the stored order: along one axis, with all
/// axes before it fixed and all after it whole.
struct PieceSplit: Sendable {
  /// The axis that is cut.
  let axis: Int
  /// The length of that axis.
  let length: Int
  /// How much of it a piece takes.
  let step: Int
  /// The elements behind one index of that axis.
  let inner: Int
  /// The combinations of indices of the axes before.
  let outer: Int

  /// Cuts the outermost axis that makes pieces small enough.
  ///
  /// - Parameters:
  ///   - lengths: The lengths of the axes, slowest first.
  ///   - limit: The elements of a piece, at least 1.
  ///   - lastAxis: The innermost axis that may be cut; then pieces may be larger.
  init(_ lengths: [Int], limit: Int, lastAxis: Int) {
    var axis = 0
    var inner = lengths.dropFirst().reduce(1, *)
    var outer = 1
    while axis < min(lastAxis, lengths.count - 1), inner > limit {
      outer *= lengths[axis]
      axis += 1
      inner /= max(lengths[axis], 1)
    }
    self.axis = axis
    self.inner = inner
    self.outer = outer
    length = lengths.first == nil ? 1 : lengths[axis]
    step = max(1, min(length, limit / max(inner, 1)))
  }

  /// The steps along the axis.
  private var steps: Int { (length + step - 1) / step }

  /// The number of pieces.
  var count: Int { inner == 0 ? 0 : outer * steps }

  /// The indices of a piece: the combination before the axis, and those on the axis.
  func box(of piece: Int) -> (outer: Int, indices: Range<Int>) {
    let (place, number) = piece.quotientAndRemainder(dividingBy: steps)
    return (place, number * step..<min((number + 1) * step, length))
  }

  /// The elements of a piece in stored order.
  func range(of piece: Int) -> Range<Int> {
    let (place, indices) = box(of: piece)
    let start = place * length
    return (start + indices.lowerBound) * inner..<(start + indices.upperBound) * inner
  }
}
