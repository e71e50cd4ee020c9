/// A draw whose values are those of other draws, moved or changed one by one.
protocol DerivedFill: TensorFill {
  /// The draws that it takes its values from.
  var bases: [any TensorFill] { get }
}

extension DerivedFill {
  /// The draw; a ``RowFill`` where one of its bases is.
  ///
  /// - Parameter rowLength: The entries of a row.
  /// - Returns: The same values.
  func inRows(of rowLength: Int) -> any TensorFill {
    bases.contains { $0 is any RowFill } ? DerivedRowFill(fill: self, rowLength: rowLength) : self
  }
}

/// A derived draw whose unit is a row.
struct DerivedRowFill<Derived: DerivedFill>: RowFill {
  let fill: Derived
  let rowLength: Int

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    fill.fill(rows.lowerBound * rowLength..<rows.upperBound * rowLength, into: values)
  }
}

/// A derived draw that serves parts of rows where its bases do.
protocol SegmentedDerivedFill: DerivedFill {
  /// The same draw from bases that have been prepared.
  ///
  /// - Parameters:
  ///   - rows: The number of rows of the tensor.
  ///   - rowLength: The entries of a row.
  ///   - prepare: Prepares a base, of which the number of rows is given.
  /// - Returns: The draw.
  /// - Throws: What `prepare` throws.
  func replacingBases(
    rows: Int,
    rowLength: Int,
    _ prepare: (_ base: any TensorFill, _ rows: Int) throws -> any TensorFill
  ) rethrows -> Self
}

extension DerivedRowFill: SegmentedRowFill where Derived: SegmentedDerivedFill {
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    try fill.replacingBases(rows: rows, rowLength: rowLength) { base, rows in
      guard let base = base as? any SegmentedRowFill else { return base }
      return try base.segmented(rows: rows, as: type, jobs: jobs)
    }
    .inRows(of: rowLength)
  }
}
