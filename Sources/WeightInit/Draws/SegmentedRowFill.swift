/// A row fill that can draw any part of a row once it knows what the whole row has in common.
///
/// Layouts that store the neurons last need a few entries of every row at a time; drawing the whole
/// rows for them would repeat the work as often as there are such parts.
protocol SegmentedRowFill: RowFill {
  /// Draws all rows once, keeps a few numbers of each, and serves any range from them.
  ///
  /// - Parameters:
  ///   - rows: The number of rows of the tensor.
  ///   - type: The type in which will be drawn.
  ///   - jobs: How many threads may work.
  /// - Returns: A fill of the same bits, for draws in `type` alone.
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill
}
