import Dispatch

/// Normal rows minus a share of their means, all of which are known, so that any part of a row can be
/// drawn by itself.
struct CenteredRowsFill: TensorFill {
  /// What else is done to the rows: a shift each, and one entry replaced.
  struct Disturbances: Sendable {
    let shifts: DrawBuffer<Double>
    /// The entry of each row that is replaced; none when it is not below the length of the row.
    let indices: DrawBuffer<UInt64>
    let values: DrawBuffer<Double>

    init(rows: Int) throws {
      shifts = try DrawBuffer(rows, for: "the shifts of \(rows) rows")
      indices = try DrawBuffer(rows, for: "the replaced entries of \(rows) rows")
      values = try DrawBuffer(rows, for: "the replaced entries of \(rows) rows")
    }
  }

  private let stream: RandomStream
  private let rowLength: Int
  private let scale: Double
  /// What is added to each row after scaling.
  private let offsets: DrawBuffer<Double>
  private let disturbances: Disturbances?

  /// Draws every row once to know its mean.
  ///
  /// - Parameters:
  ///   - stream: Where the values come from.
  ///   - rows: The number of rows.
  ///   - rowLength: The entries of a row.
  ///   - coefficient: The share of the mean that is subtracted.
  ///   - scale: What the differences are multiplied by.
  ///   - disturbances: What else is done to the rows.
  ///   - type: The type in which will be drawn.
  ///   - jobs: How many threads may work.
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  init<Element: DrawnElement>(
    _ stream: RandomStream,
    rows: Int,
    rowLength: Int,
    coefficient: Double,
    scale: Double,
    disturbances: Disturbances? = nil,
    as type: Element.Type,
    jobs: Int
  ) throws {
    self.stream = stream
    self.rowLength = rowLength
    self.scale = scale
    self.disturbances = disturbances
    let offsets = try DrawBuffer<Double>(rows, for: "the sums of \(rows) rows")
    self.offsets = offsets
    // The operations of `centerRows`.
    let factor = scale * (coefficient / Double(rowLength))
    let blockLength = (0..<rows).rowBlocks(length: rowLength).first { _ in true }?.count ?? 0
    let parts = max(1, min(jobs, rows))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let share = rows / parts * part..<(part == parts - 1 ? rows : rows / parts * (part + 1))
      withUnsafeTemporaryAllocation(of: Element.self, capacity: blockLength * rowLength) {
        scratch in
        for block in share.rowBlocks(length: rowLength) {
          let values = UnsafeMutableBufferPointer(rebasing: scratch[..<(block.count * rowLength)])
          let sums = UnsafeMutableBufferPointer(rebasing: offsets.values[block])
          stream.fillNormal(from: block.lowerBound * rowLength, into: values)
          Element.sumRows(values, into: sums)
          for row in block {
            let shift = disturbances?.shifts.values[row] ?? 0
            offsets.values[row] = shift - factor * offsets.values[row]
          }
        }
      }
    }
  }

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    stream.fillNormal(from: range.lowerBound, into: values)
    var position = range.lowerBound
    while position < range.upperBound {
      let (row, column) = position.quotientAndRemainder(dividingBy: rowLength)
      let count = min(rowLength - column, range.upperBound - position)
      let start = position - range.lowerBound
      let part = UnsafeMutableBufferPointer(rebasing: values[start..<start + count])
      Element.transform(
        part,
        center: 0,
        scale: scale,
        shift: offsets.values[row]
      )
      if let disturbances {
        let index = disturbances.indices.values[row]
        if index >= UInt64(column), index < UInt64(column + count) {
          part[Int(index) - column] = Element(disturbances.values.values[row])
        }
      }
      position += count
    }
  }
}
