internal import WeightInit

/// What an examination may know besides its law.
struct ExaminationContext {
  /// The matrix, or the block of it, that the law speaks of.
  var geometry: MatrixGeometry
  /// The element type of the tensor.
  var elementType: ElementType
  /// The numbers that the element type can hold.
  var grid: ElementGrid
  /// The biases of the neurons, for laws that draw them together with the weights.
  var biases: BiasColumn
  /// What the examination may cost.
  var limits: WorkLimits

  /// The same for a block of the matrix.
  func block(rows: Int, columns: Int) -> ExaminationContext {
    var copy = self
    copy.geometry = geometry.block(rows: rows, columns: columns)
    return copy
  }

  /// Says how to go on where a matrix does not fit.
  func tooLarge(_ byteCount: Int) -> String {
    """
    this law needs the whole \(geometry.rows) × \(geometry.columns) matrix in memory \
    (\(byteCount) bytes, allowed are \(limits.memory)); raise the memory budget, or store the \
    tensor with the neurons on the first axis
    """
  }
}

/// The biases that belong to the rows of a weight matrix.
enum BiasColumn {
  /// The layer has no bias, or it was not stored.
  case absent
  /// One value for each row; non-finite ones replaced by 0.
  case values([Double], nonFinite: Int)
  /// The claim names a tensor that is missing or has another size.
  case unusable(String)
}
