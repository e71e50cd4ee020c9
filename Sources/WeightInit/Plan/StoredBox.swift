/// The part of a tensor that one piece holds, seen as rows and columns of the draw.
struct StoredBox {
  /// The neurons.
  let rows: Range<Int>
  /// The least range of a row's entries that holds all that the piece needs.
  let columns: Range<Int>
  /// How far apart neighbouring neurons are in the piece.
  private let rowStride: Int
  /// The other axes as stored, slowest first: how often each is stepped, and how far a step leads in
  /// the piece and in the row.
  private let axes: [(count: Int, target: Int, source: Int)]

  /// What is transposed at a time: neighbouring neurons that fill a cache line where they are stored
  /// side by side, and no more lines than the ways of a cache, since they are apart by a power of two.
  private static var tile: (rows: Int, steps: Int) { (16, 8) }

  /// Finds the part.
  ///
  /// - Parameters:
  ///   - order: How the tensor is stored; with at least one axis.
  ///   - split: How it is cut.
  ///   - piece: The position of the piece.
  init(_ order: AxisOrder, _ split: PieceSplit, _ piece: Int) {
    let (lengths, strides) = order.gatherStrides
    var (outer, indices) = split.box(of: piece)
    var ranges = lengths.map { 0..<$0 }
    ranges[split.axis] = indices
    for axis in (0..<split.axis).reversed() {
      let index: Int
      (outer, index) = outer.quotientAndRemainder(dividingBy: lengths[axis])
      ranges[axis] = index..<index + 1
    }
    var axes: [(count: Int, target: Int, source: Int)] = []
    var (rows, rowStride) = (0..<1, 0)
    var (first, last) = (0, 0)
    var target = 1
    for axis in ranges.indices.reversed() {
      if order.permutation[axis] == 0 {
        (rows, rowStride) = (ranges[axis], target)
      } else {
        axes.insert((ranges[axis].count, target, strides[axis]), at: 0)
        first += ranges[axis].lowerBound * strides[axis]
        last += (ranges[axis].upperBound - 1) * strides[axis]
      }
      target *= ranges[axis].count
    }
    self.axes = axes
    self.rows = rows
    self.rowStride = rowStride
    columns = first..<last + 1
  }

  /// Puts parts of some rows into their places.
  ///
  /// - Parameters:
  ///   - parts: For each row the entries of ``columns``.
  ///   - rows: The rows, out of ``rows``.
  ///   - piece: The whole piece.
  @_specialize(where Bits == UInt16)
  @_specialize(where Bits == UInt32)
  @_specialize(where Bits == UInt64)
  func spread<Bits: FixedWidthInteger>(
    _ parts: UnsafeBufferPointer<Bits>,
    of rows: Range<Int>,
    into piece: UnsafeMutableBufferPointer<Bits>
  ) {
    guard let parts = parts.baseAddress, let piece = piece.baseAddress else { return }
    let width = columns.count
    let offset = (rows.lowerBound - self.rows.lowerBound) * rowStride
    let inner = axes.last ?? (1, 0, 0)
    var counters = Array(repeating: 0, count: max(axes.count - 1, 0))
    var (source, target) = (0, offset)
    while true {
      for start in stride(from: 0, to: inner.count, by: Self.tile.steps) {
        let steps = start..<min(start + Self.tile.steps, inner.count)
        for block in stride(from: 0, to: rows.count, by: Self.tile.rows) {
          let end = min(block + Self.tile.rows, rows.count)
          for step in steps {
            let from = parts + (source + step * inner.source)
            let into = piece + (target + step * inner.target)
            if rowStride == 1 {
              for row in block..<end { into[row] = from[row * width] }
            } else {
              for row in block..<end { into[row * rowStride] = from[row * width] }
            }
          }
        }
      }
      var axis = counters.count - 1
      while axis >= 0 {
        counters[axis] += 1
        source += axes[axis].source
        target += axes[axis].target
        if counters[axis] < axes[axis].count { break }
        source -= counters[axis] * axes[axis].source
        target -= counters[axis] * axes[axis].target
        counters[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
