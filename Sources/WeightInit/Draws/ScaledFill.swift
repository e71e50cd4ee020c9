/// The values of another draw times a factor, which is applied in float64 and rounded once more.
struct ScaledFill: TensorFill {
  let base: any TensorFill
  let factor: Double

  init(_ base: any TensorFill, by factor: Double) {
    self.base = base
    self.factor = factor
  }

  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    base.fill(range, into: values)
    for index in values.indices { values[index] = Element(factor * Double(values[index])) }
  }
}

/// The same for draws whose unit is a row.
struct ScaledRowFill: RowFill {
  let base: ScaledFill
  let rowLength: Int

  init(_ base: any TensorFill, by factor: Double, rowLength: Int) {
    self.base = ScaledFill(base, by: factor)
    self.rowLength = rowLength
  }

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    base.fill(rows.lowerBound * rowLength..<rows.upperBound * rowLength, into: values)
  }
}

extension ScaledRowFill: SegmentedRowFill {
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    guard let rowFill = base.base as? any SegmentedRowFill else { return self }
    return ScaledFill(try rowFill.segmented(rows: rows, as: type, jobs: jobs), by: base.factor)
  }
}
