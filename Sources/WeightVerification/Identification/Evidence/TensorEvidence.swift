/// What the likelihoods of laws need to know of a tensor: sums, extremes, and exact structure.
///
/// It is gathered on one pass, with memory for rows and columns only.
final class TensorEvidence {
  let rows: Int
  let columns: Int
  /// The numbers that the values seem to be rounded to.
  let grid: ElementGrid
  /// The entries of a row that one input channel feeds.
  let channelLength: Int

  private(set) var nonFinite = 0
  private(set) var sum = 0.0
  private(set) var sumOfSquares = 0.0
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  /// How many entries have exactly the largest magnitude.
  private(set) var countAtExtreme = 0
  /// How many entries are exactly the least value.
  private(set) var countAtMinimum = 0
  /// How many entries are exactly the greatest value.
  private(set) var countAtMaximum = 0
  private(set) var zeros = 0
  /// The zeros of each row, the weights into a neuron.
  private(set) var zerosOfRow: [Int]
  /// The zeros of each column, the weights out of an input.
  private(set) var zerosOfColumn: [Int]
  /// The sums of the rows; empty when there is one column.
  private(set) var rowSums: [Double]
  /// The sums of the squares of the rows; empty when there is one column.
  private(set) var rowSquares: [Double]
  /// Whether each row has an entry above 1/2 and at most 1.
  private(set) var hasLargeEntry: [Bool]
  private(set) var distinct = DistinctValues()
  private(set) var repetitions = RepeatedValues()
  private(set) var patterns = FixedPatterns()
  private(set) var mirrors: MirrorHashes
  private(set) var orthogonality: OrthogonalityProbe
  private var fractionBits: UInt64 = 0
  private var nonzerosOfColumn: [Bool]

  /// The evidence of the first block, when halves mirror each other.
  var mirrored: TensorEvidence?
  /// The evidence of the channel matrix, when only one kernel position differs from zero.
  var centerTap: (tap: Int, evidence: TensorEvidence)?
  /// The logarithms of the density under laws with replaced entries, which need a pass of their own.
  var replacedEntryDensities: [ReplacedEntryMixture.Parameters: Double] = [:]
  /// The laws with replaced entries that fit best, with the logarithms of their densities.
  var fittedReplacedEntries: [(parameters: ReplacedEntryMixture.Parameters, logDensity: Double)] =
    []

  init(rows: Int, columns: Int, grid: ElementGrid, channelLength: Int) {
    self.rows = rows
    self.columns = columns
    self.grid = grid
    self.channelLength = channelLength
    rowSums = Array(repeating: 0, count: columns > 1 ? rows : 0)
    rowSquares = rowSums
    zerosOfRow = Array(repeating: 0, count: rows)
    zerosOfColumn = Array(repeating: 0, count: columns)
    hasLargeEntry = Array(repeating: false, count: columns > 1 ? rows : 0)
    mirrors = MirrorHashes(rows: rows, columns: columns, channelLength: channelLength)
    orthogonality = OrthogonalityProbe(rows: rows, columns: columns)
    nonzerosOfColumn = Array(repeating: false, count: channelLength > 1 ? columns : 0)
  }

  /// Gathers the evidence of a tensor or a part of it.
  convenience init(of stream: MatrixStream, channelLength: Int) throws {
    self.init(
      rows: stream.rows,
      columns: stream.columns,
      grid: stream.grid,
      channelLength: channelLength
    )
    nonFinite = try stream.forEachRun { take($0) }
  }

  /// The number of entries.
  var count: Int { rows * columns }
  /// The largest magnitude of an entry.
  var extreme: Double { max(abs(minimum), abs(maximum)) }
  /// The mean of the entries.
  var mean: Double { sum / Double(count) }
  /// Σ(w − mean)², not below 0.
  var centeredSquares: Double { max(0, sumOfSquares - sum * mean) }

  func take(_ run: ElementRun) {
    measure(run)
    distinct.add(run.values)
    repetitions.add(run.values)
    addRows(run)
    patterns.add(run)
    mirrors.add(run)
    orthogonality.add(run)
    guard !nonzerosOfColumn.isEmpty else { return }
    var column = run.column
    for value in run.values {
      if value != 0 { nonzerosOfColumn[column] = true }
      column += run.columnStep
    }
  }

  private func measure(_ run: ElementRun) {
    var (blockSum, blockSquares) = (0.0, 0.0)
    for (place, value) in run.values.enumerated() {
      blockSum += value
      blockSquares += value * value
      if value == 0 {
        zeros += 1
        zerosOfRow[run.row + place * run.rowStep] += 1
        zerosOfColumn[run.column + place * run.columnStep] += 1
      }
      fractionBits |= value.significandBitPattern
      let magnitude = abs(value)
      if magnitude >= extreme {
        countAtExtreme = magnitude > extreme || minimum > maximum ? 1 : countAtExtreme + 1
      }
      if value <= minimum {
        countAtMinimum = value < minimum ? 1 : countAtMinimum + 1
        minimum = value
      }
      if value >= maximum {
        countAtMaximum = value > maximum ? 1 : countAtMaximum + 1
        maximum = value
      }
    }
    sum += blockSum
    sumOfSquares += blockSquares
  }

  private func addRows(_ run: ElementRun) {
    guard !rowSums.isEmpty else { return }
    var row = run.row
    for value in run.values {
      rowSums[row] += value
      rowSquares[row] += value * value
      if value > 0.5, value <= 1 { hasLargeEntry[row] = true }
      row += run.rowStep
    }
  }

  /// The bits behind the point that the significands use: 7 or fewer for a bfloat16, 10 for a
  /// float16, 23 for a float32.
  var usedFractionBits: Int { fractionBits == 0 ? 0 : 52 - fractionBits.trailingZeroBitCount }

  /// The kernel position outside which every entry is zero.
  var onlyTap: Int? {
    guard channelLength > 1 else { return nil }
    let taps = Set(
      nonzerosOfColumn.indices.filter { nonzerosOfColumn[$0] }.map { $0 % channelLength }
    )
    return taps.count == 1 ? taps.first : nil
  }

  /// Whether every row adds up to zero, as far as the element type and the summation can tell.
  var rowSumsVanish: Bool {
    guard columns > 1, sumOfSquares > 0 else { return false }
    let meanSquares = sumOfSquares / Double(rows)
    let unit = 16 * grid.unitRoundoff + 0x1p-50 * Double(columns).squareRoot()
    return zip(rowSums, rowSquares).allSatisfy { sum, squares in
      abs(sum) <= unit * max(squares, meanSquares).squareRoot()
    }
  }

  /// Σ(row sum)²/columns: the part of the sum of squares along (1, …, 1).
  var commonSquares: Double {
    rowSums.reduce(0) { $0 + $1 * $1 } / Double(columns)
  }
}
