/// The values of another draw times a factor, which is applied in float64 and rounded once more.
struct ScaledFill: SegmentedDerivedFill {
  let base: any TensorFill
  let factor: Double

  var bases: [any TensorFill] { [base] }

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

  func replacingBases(
    rows: Int,
    rowLength: Int,
    _ prepare: (any TensorFill, Int) throws -> any TensorFill
  ) rethrows -> ScaledFill {
    ScaledFill(try prepare(base, rows), by: factor)
  }
}
