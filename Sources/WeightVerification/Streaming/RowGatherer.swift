/// Assembles rows for a law that needs them whole: one at a time where storage allows it, otherwise
/// the matrix.
final class RowGatherer: Examination {
  private let rows: Int
  private let columns: Int
  private let consumer: any RowExamination
  private var buffer: [Double]
  /// How many entries of the current row are there; `nil` when the whole matrix is assembled.
  private var filled: Int?

  /// Creates a gatherer.
  ///
  /// - Parameters:
  ///   - geometry: The matrix.
  ///   - consumer: Takes the rows.
  init(_ geometry: MatrixGeometry, into consumer: any RowExamination) {
    rows = geometry.rows
    columns = geometry.columns
    self.consumer = consumer
    filled = geometry.rowsAreContiguous ? 0 : nil
    buffer = Array(
      repeating: 0,
      count: geometry.rowsAreContiguous ? columns : geometry.elementCount
    )
  }

  /// The bytes that a gatherer for a matrix holds.
  static func byteCount(_ geometry: MatrixGeometry) -> Int {
    let count = geometry.rowsAreContiguous ? geometry.columns : geometry.elementCount
    return count.multipliedReportingOverflow(by: 8).overflow ? .max : count * 8
  }

  var usesSalt: Bool { false }

  func take(_ run: ElementRun) {
    guard let done = filled else {
      buffer.withUnsafeMutableBufferPointer { buffer in
        var index = run.row * columns + run.column
        let step = run.rowStep * columns + run.columnStep
        for value in run.values {
          buffer[index] = value
          index += step
        }
      }
      return
    }
    if run.rowStep == 0 {
      buffer.withUnsafeMutableBufferPointer { buffer in
        if run.columnStep == 1 {
          _ = UnsafeMutableBufferPointer(rebasing: buffer[run.column...]).update(from: run.values)
          return
        }
        var column = run.column
        for value in run.values {
          buffer[column] = value
          column += run.columnStep
        }
      }
      filled = done + run.values.count
      if filled == columns { deliver(run.row) }
    } else {
      // Rows of one entry: a bias, or a matrix with one column.
      for (offset, value) in run.values.enumerated() {
        buffer[0] = value
        deliver(run.row + offset * run.rowStep)
      }
    }
  }

  private func deliver(_ row: Int) {
    buffer.withUnsafeMutableBufferPointer { consumer.take(row: row, $0) }
    filled = 0
  }

  func finish() -> Findings {
    if filled == nil {
      buffer.withUnsafeMutableBufferPointer { matrix in
        for row in 0..<rows {
          consumer.take(
            row: row,
            UnsafeMutableBufferPointer(rebasing: matrix[row * columns..<(row + 1) * columns])
          )
        }
      }
    }
    return consumer.finish()
  }
}
