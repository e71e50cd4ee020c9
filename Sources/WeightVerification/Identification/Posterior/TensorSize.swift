/// What the separation of laws depends on besides the laws: how many values there are, and how finely
/// they are stored.
struct TensorSize {
  let rows: Int
  let columns: Int
  /// The numbers that the values are rounded to.
  let grid: ElementGrid

  /// The number of entries.
  var count: Int { rows * columns }

  /// How far rounding may move a gain that is measured over the whole matrix: single entries are
  /// rounded up as often as down, and on average by a share of the square of one rounding.
  var gainTolerance: Double {
    let unit = grid.unitRoundoff
    return 8 * unit / Double(count).squareRoot() + unit * unit + 1e-6
  }
}

extension TensorEvidence {
  /// The size of the tensor.
  var size: TensorSize { TensorSize(rows: rows, columns: columns, grid: grid) }

  /// How far rounding may move a gain; see ``TensorSize/gainTolerance``.
  var gainTolerance: Double { size.gainTolerance }
}
