internal import WeightInit

/// Follows storage order through the logical matrix of a tensor.
struct LayoutWalker {
  private struct Axis {
    var length: Int
    /// The step in the logical elements, counted in C order.
    var stride: Int
    var isNeuronAxis: Bool
  }

  private let axes: [Axis]
  private let columns: Int
  private var position: [Int]
  private var logicalIndex = 0

  /// Starts at the first stored element.
  ///
  /// - Parameters:
  ///   - order: A valid order whose size does not overflow.
  ///   - geometry: Its matrix.
  init(order: AxisOrder, geometry: MatrixGeometry) {
    var strides = Array(repeating: 1, count: order.logicalShape.count)
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * order.logicalShape[axis + 1]
    }
    var merged: [Axis] = []
    for axis in order.permutation where order.logicalShape[axis] != 1 {
      let next = Axis(
        length: order.logicalShape[axis],
        stride: strides[axis],
        isNeuronAxis: axis < order.neuronAxes
      )
      if let last = merged.last, !last.isNeuronAxis, !next.isNeuronAxis,
        last.stride == next.stride * next.length
      {
        merged[merged.count - 1] = Axis(
          length: last.length * next.length,
          stride: next.stride,
          isNeuronAxis: false
        )
      } else {
        merged.append(next)
      }
    }
    axes = merged.isEmpty ? [Axis(length: 1, stride: 0, isNeuronAxis: false)] : merged
    columns = geometry.columns
    position = Array(repeating: 0, count: axes.count)
  }

  /// Cuts the next elements into runs.
  ///
  /// - Parameters:
  ///   - values: The values of the next elements in storage.
  ///   - salt: The salt of the runs.
  ///   - body: Takes each run.
  mutating func walk(
    _ values: UnsafeBufferPointer<Double>,
    salt: UInt64,
    _ body: (ElementRun) -> Void
  ) {
    let inner = axes[axes.count - 1]
    var start = 0
    while start < values.count {
      let done = position[axes.count - 1]
      let count = min(inner.length - done, values.count - start)
      let (row, column) = logicalIndex.quotientAndRemainder(dividingBy: columns)
      body(
        ElementRun(
          values: UnsafeBufferPointer(rebasing: values[start..<start + count]),
          row: row,
          column: column,
          rowStep: inner.isNeuronAxis ? inner.stride / max(columns, 1) : 0,
          columnStep: inner.isNeuronAxis ? 0 : inner.stride,
          salt: salt
        )
      )
      start += count
      advance(by: count)
    }
  }

  private mutating func advance(by count: Int) {
    var axis = axes.count - 1
    position[axis] += count
    logicalIndex += count * axes[axis].stride
    while position[axis] == axes[axis].length {
      position[axis] = 0
      logicalIndex -= axes[axis].length * axes[axis].stride
      guard axis > 0 else { return }
      axis -= 1
      position[axis] += 1
      logicalIndex += axes[axis].stride
    }
  }
}
