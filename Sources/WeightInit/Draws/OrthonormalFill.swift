import CWeightKernels

/// A Haar-distributed matrix with orthonormal columns, or rows when they are fewer.
///
/// The Q of the QR factorization of a standard normal matrix with the signs fixed so that R has a
/// positive diagonal, by a Householder reduction whose order of operations is fixed, so that the bits
/// do not depend on processor or threads.
///
/// Source: Saxe et al. 2014; Mezzadri 2007 for the signs.
struct OrthonormalFill: TensorFill {
  /// The matrix with its longer side along the columns, column after column.
  private let matrix: DrawBuffer<Double>
  private let rows: Int
  private let columns: Int
  private let gain: Double

  /// Draws the whole matrix.
  ///
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  init(_ stream: RandomStream, rows: Int, columns: Int, gain: Double) throws {
    let (tall, wide) = (max(rows, columns), min(rows, columns))
    let purpose = "a \(rows) × \(columns) orthogonal matrix"
    let (count, overflow) = tall.multipliedReportingOverflow(by: wide)
    matrix = try DrawBuffer(overflow ? .max : count, for: purpose)
    stream.fillNormal(from: 0, into: matrix.values)
    if let base = matrix.values.baseAddress, wk_orthonormalize(base, tall, wide) != 0 {
      throw WeightInitError(
        code: .outOfMemory,
        message: "no memory to work on \(purpose); use a smaller layer"
      )
    }
    self.rows = rows
    self.columns = columns
    self.gain = gain
  }

  /// Copies the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    guard !range.isEmpty else { return }
    let elements = matrix.values
    guard rows > columns else {
      // The transpose of the tall matrix, row after row, is the same memory.
      for (index, position) in zip(values.indices, range) {
        values[index] = Element(gain * elements[position])
      }
      return
    }
    var (row, column) = range.lowerBound.quotientAndRemainder(dividingBy: columns)
    for index in values.indices {
      values[index] = Element(gain * elements[column * rows + row])
      column += 1
      if column == columns { (row, column) = (row + 1, 0) }
    }
  }
}
