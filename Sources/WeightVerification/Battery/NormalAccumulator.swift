internal import InitializationTheory

/// Collects ``NormalSums``, run after run, in O(rows + columns) memory.
final class NormalAccumulator {
  /// The parts into which (0, 1) is cut for the test of the distribution: none for few values, and
  /// always so many that a part is small against the distance of 1/√N that chance alone makes.
  static func binCount(forValues count: Int) -> Int {
    count < 128 ? 0 : count < 1 << 14 ? 1 << 13 : 1 << 16
  }

  private let rows: Int
  private let columns: Int
  private var sums = NormalSums()
  private var rowSums: [Double]
  private var columnSums: [Double]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    sums.legendre3 = 0
    sums.legendre4 = 0
    rowSums = Array(repeating: 0, count: rows)
    columnSums = Array(repeating: 0, count: columns)
    sums.histogram = Array(repeating: 0, count: Self.binCount(forValues: rows * columns))
  }

  /// Takes values of Z.
  func add(_ run: ElementRun) {
    var (sum, squares, third, fourth, largest) = (0.0, 0.0, 0.0, 0.0, sums.largest ?? 0)
    var (row, column) = (run.row, run.column)
    let lastBin = sums.histogram.count - 1
    let scale = Double(sums.histogram.count)
    sums.histogram.withUnsafeMutableBufferPointer { histogram in
      rowSums.withUnsafeMutableBufferPointer { rowSums in
        columnSums.withUnsafeMutableBufferPointer { columnSums in
          for value in run.values {
            // Overflow under an absurd claim: as far out as can be.
            let z = value.isNaN ? .infinity : value
            let probability = StandardNormal.cumulativeProbability(z)
            let t = 2 * probability - 1
            let square = t * t
            sum += z
            squares += z * z
            third += t * (5 * square - 3)
            fourth += (35 * square - 30) * square + 3
            largest = max(largest, abs(z))
            rowSums[row] += z
            columnSums[column] += z
            if lastBin >= 0 { histogram[min(lastBin, Int(probability * scale))] += 1 }
            row += run.rowStep
            column += run.columnStep
          }
        }
      }
    }
    sums.count += run.values.count
    sums.sum += sum
    sums.squares += squares
    sums.legendre3 = (sums.legendre3 ?? 0) + third / 2
    sums.legendre4 = (sums.legendre4 ?? 0) + fourth / 8
    sums.largest = largest
  }

  /// The sums over everything taken.
  func finish() -> NormalSums {
    if rows >= 2, columns >= 2 {
      sums.rowDirection = NormalSums.Squares(
        value: Self.sumOfSquares(rowSums) / Double(columns),
        degreesOfFreedom: rows
      )
      sums.columnDirection = NormalSums.Squares(
        value: Self.sumOfSquares(columnSums) / Double(rows),
        degreesOfFreedom: columns
      )
    }
    return sums
  }

  private static func sumOfSquares(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }
  }
}
