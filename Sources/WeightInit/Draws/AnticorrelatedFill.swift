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

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    stream.fillNormal(from: row * rowLength, into: values)
    let mean = Element.sum(values) / Double(rowLength)
    Element.transform(
      values,
      center: coefficient * mean,
      scale: standardDeviation,
      shift: 0
    )
  }
}
