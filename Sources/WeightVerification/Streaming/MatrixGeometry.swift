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
    rows = order.logicalShape.first ?? 1
    columns = 1
    for length in order.logicalShape.dropFirst() {
      let (product, overflow) = columns.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      columns = product
    }
    guard !rows.multipliedReportingOverflow(by: columns).overflow else { return nil }
    let firstLongAxis = order.permutation.first { order.logicalShape[$0] != 1 }
    rowsAreContiguous = rows <= 1 || columns <= 1 || firstLongAxis == 0
    let lastLongAxis = order.permutation.last { order.logicalShape[$0] != 1 }
    lines = rowsAreContiguous ? .rows : lastLongAxis == 0 ? .columns : .mixed
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
  /// Whether a tensor of this stored shape can hold the axes in this order, some of them merged.
  func matches(storedShape: [Int]) -> Bool {
    var lengths = permutation.map { logicalShape[$0] }.filter { $0 != 1 }[...]
    for length in storedShape where length != 1 {
      var product = 1
      while product < length, let next = lengths.popFirst() {
        let (result, overflow) = product.multipliedReportingOverflow(by: next)
        guard !overflow, next > 0 else { return false }
        product = result
      }
      guard product == length else { return false }
    }
    return lengths.isEmpty
  }
}
