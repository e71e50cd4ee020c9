/// A part of a logical matrix that is looked at as a matrix of its own.
enum MatrixView: Hashable {
  /// The upper left block.
  case block(rows: Int, columns: Int)
  /// The columns of one kernel position.
  case tap(Int, of: Int)

  /// The part's sizes in a matrix of given sizes.
  func sizes(rows: Int, columns: Int) -> (rows: Int, columns: Int) {
    switch self {
    case .block(let blockRows, let blockColumns): (blockRows, blockColumns)
    case .tap(_, let count): (rows, columns / count)
    }
  }

  /// Passes on the elements of a run that lie in the part.
  ///
  /// - Parameters:
  ///   - run: Elements of the matrix.
  ///   - body: Takes the elements, with their places in the part.
  func apply(to run: ElementRun, _ body: (ElementRun) -> Void) {
    switch self {
    case .block(let rows, let columns):
      if let part = run.prefix(rows: rows, columns: columns) { body(part) }
    case .tap(let tap, let count):
      if run.columnStep % count == 0 {
        guard run.column % count == tap else { return }
        var part = run
        part.column = run.column / count
        part.columnStep = run.columnStep / count
        body(part)
        return
      }
      var values: [Double] = []
      var (column, first, second) = (run.column, 0, 0)
      for value in run.values {
        if column % count == tap {
          // The taken columns are evenly spaced, since the visited ones are.
          if values.isEmpty { first = column / count }
          if values.count == 1 { second = column / count }
          values.append(value)
        }
        column += run.columnStep
      }
      guard !values.isEmpty else { return }
      let step = values.count > 1 ? second - first : 0
      values.withUnsafeBufferPointer {
        body(ElementRun(values: $0, row: run.row, column: first, rowStep: 0, columnStep: step))
      }
    }
  }
}
