internal import WeightInit

/// The logical matrix of a tensor, neurons by fan-in, and how storage walks it.
struct MatrixGeometry {
  /// The number of neurons.
  var rows: Int
  /// The entries of a neuron.
  var columns: Int
  /// Whether all entries of a neuron come before those of the next.
  var rowsAreContiguous: Bool
  /// What a line of storage is.
  var lines: Lines

  /// How storage walks a matrix.
  enum Lines: Sendable {
    /// Row after row, the entries of a row in some order that is the same for all.
    case rows
    /// Column after column, in some order.
    case columns
    /// In none of these ways.
    case mixed
  }

  var elementCount: Int { rows * columns }

  /// Reads the matrix off a valid axis order; `nil` when the number of elements overflows.
  init?(_ order: AxisOrder) {
    guard let rows = Self.product(order.logicalShape.prefix(order.neuronAxes)),
      let columns = Self.product(order.logicalShape.dropFirst(order.neuronAxes)),
      !rows.multipliedReportingOverflow(by: columns).overflow
    else { return nil }
    self.rows = rows
    self.columns = columns
    let longAxes = order.permutation.filter { order.logicalShape[$0] != 1 }
    // A scalar has no axes, though one of neurons by default.
    let neurons = (0..<min(order.neuronAxes, order.logicalShape.count))
      .filter { order.logicalShape[$0] != 1 }
    rowsAreContiguous = rows <= 1 || columns <= 1 || longAxes.starts(with: neurons)
    lines =
      rowsAreContiguous
      ? .rows : order.neuronAxes == 1 && longAxes.last == 0 ? .columns : .mixed
  }

  private static func product(_ lengths: ArraySlice<Int>) -> Int? {
    var result = 1
    for length in lengths {
      let (product, overflow) = result.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      result = product
    }
    return result
  }

  /// A block of the matrix that is visited in the same order.
  func block(rows: Int, columns: Int) -> MatrixGeometry {
    var copy = self
    copy.rows = rows
    copy.columns = columns
    return copy
  }
}

extension AxisOrder {
  /// Whether a tensor of this stored shape can hold the axes in this order, neighbours merged into one
  /// or one split into neighbours.
  func matches(storedShape: [Int]) -> Bool {
    var logical = permutation.map { logicalShape[$0] }.filter { $0 != 1 }[...]
    var stored = storedShape.filter { $0 != 1 }[...]
    while let length = stored.popFirst() {
      guard let axis = logical.popFirst(), length > 0, axis > 0 else { return false }
      var (left, right) = (length, axis)
      // Only one side may be cut between two boundaries that both have.
      while left != right {
        if left < right {
          guard right == axis, let next = stored.popFirst(), next > 0 else { return false }
          let (product, overflow) = left.multipliedReportingOverflow(by: next)
          guard !overflow else { return false }
          left = product
        } else {
          guard left == length, let next = logical.popFirst(), next > 0 else { return false }
          let (product, overflow) = right.multipliedReportingOverflow(by: next)
          guard !overflow else { return false }
          right = product
        }
      }
    }
    return logical.isEmpty
  }
}
