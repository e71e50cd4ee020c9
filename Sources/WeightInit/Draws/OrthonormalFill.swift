import CWeightKernels

/// A Haar-distributed matrix with orthonormal columns, or rows when they are fewer.
///
/// The Q of the QR factorization of a standard normal matrix with the signs fixed so that R has a
/// positive diagonal. Nothing is factorized: the Householder reflections that the factorization would
/// meet are those of independent normal vectors, and are drawn as such. The order of operations is
/// fixed, so that the bits do not depend on processor or threads.
///
/// Source: Saxe et al. 2014; Stewart 1980 (SIAM J. Numer. Anal. 17) for the reflections; Mezzadri 2007
/// for the signs.
struct OrthonormalFill: TensorFill {
  /// The matrix with its longer side along the columns, column after column.
  private let matrix: DrawBuffer<Double>
  private let rows: Int
  private let columns: Int
  private let gain: Double

  /// The least number of elements that a second thread is worth its start.
  private static let elementsWorthAThread = 1 << 14

  /// Draws the whole matrix, on ``DrawingThreads/count`` threads.
  ///
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  init(_ stream: RandomStream, rows: Int, columns: Int, gain: Double) throws {
    let (tall, wide) = (max(rows, columns), min(rows, columns))
    let purpose = "a \(rows) × \(columns) orthogonal matrix"
    let (count, overflow) = tall.multipliedReportingOverflow(by: wide)
    matrix = try DrawBuffer(overflow ? .max : count, for: purpose)
    self.rows = rows
    self.columns = columns
    self.gain = gain

    let threads = count < Self.elementsWorthAThread ? 1 : max(1, DrawingThreads.count)
    nonisolated(unsafe) let elements = matrix.values
    DrawingThreads.run(threads) { thread in
      // Column j is read from row j down.
      for column in Swift.stride(from: thread, to: wide, by: threads) {
        let first = column * tall + column
        let vector = UnsafeMutableBufferPointer(rebasing: elements[first..<(column + 1) * tall])
        stream.fillNormal(from: first, into: vector)
      }
    }
    guard let base = elements.baseAddress else { return }
    let status = wk_orthonormal(base, tall, wide, threads) { threads, context, body in
      nonisolated(unsafe) let context = context
      DrawingThreads.run(threads) { body?(context, $0) }
    }
    guard status == 0 else {
      throw WeightInitError(
        code: .outOfMemory,
        message: "no memory to work on \(purpose); use a smaller layer"
      )
    }
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
