/// Rows of anti-correlated (or, for negative k, positively correlated) normal values.
///
/// A row is √(variance/n) · (z − c z̄) with z standard normal and c = 1 − 1/√(1 + k): its covariance
/// is (variance/n)(I − κ J/n) exactly, in O(n) and without a covariance matrix.
///
/// Source: Singh & Sreejith 2021, eq. 2.
struct AnticorrelatedFill: RowFill {
  let stream: RandomStream
  let rowLength: Int
  let standardDeviation: Double
  let coefficient: Double

  init(_ stream: RandomStream, fanIn: Int, variance: Double, k: Double) {
    self.stream = stream
    rowLength = fanIn
    standardDeviation = (variance / Double(fanIn)).squareRoot()
    // 1 − 1/r without cancellation, and without a library function whose last bit may vary.
    let root = (1 + k).squareRoot()
    coefficient = k.isInfinite ? 1 : k / root / (root + 1)
  }

  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    fillRows(row..<row + 1, into: values)
  }

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fillRows<Element: DrawnElement>(
    _ rows: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    for block in rows.rowBlocks(length: rowLength) {
      let start = (block.lowerBound - rows.lowerBound) * rowLength
      let part = UnsafeMutableBufferPointer(
        rebasing: values[start..<start + block.count * rowLength]
      )
      stream.fillNormal(from: block.lowerBound * rowLength, into: part)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: block.count) { shifts in
        shifts.initialize(repeating: 0)
        Element.centerRows(
          part,
          coefficient: coefficient,
          scale: standardDeviation,
          shifts: shifts
        )
      }
    }
  }
}

extension AnticorrelatedFill: SegmentedRowFill {
  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    try CenteredRowsFill(
      stream,
      rows: rows,
      rowLength: rowLength,
      coefficient: coefficient,
      scale: standardDeviation,
      as: type,
      jobs: jobs
    )
  }
}
