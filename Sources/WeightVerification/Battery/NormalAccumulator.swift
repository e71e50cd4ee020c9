internal import CVerificationKernels
internal import InitializationTheory
internal import RealModule

/// Collects ``NormalSums``, run after run, in memory that grows with rows + columns only.
///
/// Values come in storage order. Where storage has lines, the order of the sums is fixed by them;
/// otherwise each run is summed in an order of its own and the runs one after the other.
final class NormalAccumulator {
  /// The values that are kept, at most, for lag correlations of larger distances.
  static let lagLimit = 1 << 18
  /// The values that are kept, at most, for comparison with other tensors.
  static let headLimit = 1 << 16
  /// Below, sums of squares of lag correlations are not close enough to chi-square.
  private static let leastLagCount = 50

  private let rows: Int
  private let columns: Int
  private let lines: MatrixGeometry.Lines
  /// The sums of a matrix whose storage has lines.
  private let lineSums: LineSums?
  private var sums = NormalSums()
  /// The sums of a matrix whose storage has none.
  private var rowSums: [Double] = []
  private var rowSquares: [Double] = []
  private var columnSums: [Double] = []
  private var columnSquares: [Double] = []
  private var total = vk_run()
  private var isBroken = false
  private var first = 0.0
  private var last = 0.0
  private var position = 0
  private var firstLine: [Double] = []
  private var kept: [Double] = []
  private var bins: NormalBins.Counts?
  private var scores = vk_scores(lag: 0, last: 0)
  private var gram: GramAccumulator?

  /// Starts without values.
  ///
  /// - Parameters:
  ///   - rows: The rows of Z.
  ///   - columns: The columns of Z.
  ///   - lines: How storage walks the matrix.
  ///   - limits: What comparing rows may cost.
  init(
    rows: Int,
    columns: Int,
    lines: MatrixGeometry.Lines = .rows,
    limits: WorkLimits
  ) {
    self.rows = rows
    self.columns = columns
    self.lines = lines
    let isMatrix = rows > 1 && columns > 1
    switch lines {
    case .rows: lineSums = isMatrix ? LineSums(length: columns, count: rows) : nil
    case .columns: lineSums = isMatrix ? LineSums(length: rows, count: columns) : nil
    case .mixed: lineSums = nil
    }
    if isMatrix, lineSums == nil {
      rowSums = Array(repeating: 0, count: rows)
      rowSquares = rowSums
      columnSums = Array(repeating: 0, count: columns)
      columnSquares = columnSums
    }
    let count = rows * columns
    bins = count > NormalBins.exactLimit ? NormalBins.Counts() : nil
    kept.reserveCapacity(min(count, Self.lagLimit))
    gram = GramAccumulator(
      rows: rows,
      columns: columns,
      work: limits.correlations,
      jobs: limits.jobs
    )
  }

  /// Where the next values may be written before they are added, so that they need not be copied.
  func room(for count: Int) -> UnsafeMutableBufferPointer<Double>? { lineSums?.room(for: count) }

  /// Takes values of Z.
  func add(_ run: ElementRun) {
    guard let lineSums else { return addPart(run) }
    var start = 0
    while start < run.values.count {
      let end = min(
        run.values.count,
        start + lineSums.length - position % lineSums.length
      )
      var part = run
      part.values = UnsafeBufferPointer(rebasing: run.values[start..<end])
      part.row += start * run.rowStep
      part.column += start * run.columnStep
      addPart(part)
      start = end
    }
  }

  private func addPart(_ run: ElementRun) {
    guard let values = run.values.baseAddress else { return }
    let count = run.values.count
    if position == 0 { first = values[0] }
    if position < lineSums?.length ?? 0 { firstLine.append(contentsOf: run.values) }
    if kept.count < Self.lagLimit {
      kept.append(contentsOf: run.values.prefix(Self.lagLimit - kept.count))
    }
    bins?.add(values, count: count, &scores)
    gram?.add(run)
    if let lineSums {
      lineSums.take(run.values)
    } else {
      addWithoutLines(run)
    }
    position += count
  }

  private func addWithoutLines(_ run: ElementRun) {
    guard let values = run.values.baseAddress else { return }
    let count = run.values.count
    var result = vk_run()
    vk_take_run(values, count, nil, nil, nil, &result)
    total.sum += result.sum
    total.squares += result.squares
    total.largest = max(total.largest, result.largest)
    total.lag += last * values[0] + result.lag
    last = values[count - 1]
    guard !rowSums.isEmpty else { return }
    if run.rowStep == 0 {
      rowSums[run.row] += result.sum
      rowSquares[run.row] += result.squares
    } else {
      columnSums[run.column] += result.sum
      columnSquares[run.column] += result.squares
    }
    for (offset, value) in run.values.enumerated() {
      if run.rowStep == 0 {
        columnSums[run.column + offset * run.columnStep] += value
        columnSquares[run.column + offset * run.columnStep] += value * value
      } else {
        rowSums[run.row + offset * run.rowStep] += value
        rowSquares[run.row + offset * run.rowStep] += value * value
      }
    }
  }

  /// The sums over everything taken.
  func finish() -> NormalSums {
    sums.count = position
    guard position > 0 else { return sums }
    finishLines()
    (sums.sum, sums.squares) = (total.sum, total.squares)
    sums.largest = total.largest.squareRoot()
    // Overflow under an absurd claim: as far out as can be.
    isBroken = !total.squares.isFinite
    if isBroken {
      (sums.sum, sums.squares, sums.largest) = (.infinity, .infinity, .infinity)
    }
    if rows >= 2, columns >= 2 {
      sums.rowDirection = NormalSums.Squares(
        value: Self.sumOfSquares(rowSums) / Double(columns),
        degreesOfFreedom: rows
      )
      sums.columnDirection = NormalSums.Squares(
        value: Self.sumOfSquares(columnSums) / Double(rows),
        degreesOfFreedom: columns
      )
      sums.rowNorms = NormalSums.Norms(squares: rowSquares, length: columns)
      sums.columnNorms = NormalSums.Norms(squares: columnSquares, length: rows)
    }
    finishLags()
    if let bins { describe(bins.total) } else { describeExactly() }
    sums.head = kept.prefix(Self.headLimit).map { Float($0) }
    if !isBroken { sums.gram = gram?.finish() }
    kept = []
    return sums
  }

  private func finishLines() {
    guard let lineSums else { return }
    lineSums.finish()
    total = lineSums.total
    last = lineSums.last
    if case .columns = lines {
      (columnSums, columnSquares) = (lineSums.alongSums, lineSums.alongSquares)
      (rowSums, rowSquares) = (lineSums.acrossSums, lineSums.acrossSquares)
    } else {
      (rowSums, rowSquares) = (lineSums.alongSums, lineSums.alongSquares)
      (columnSums, columnSquares) = (lineSums.acrossSums, lineSums.acrossSquares)
    }
  }

  private func finishLags() {
    guard position >= Self.leastLagCount, !isBroken else { return }
    func correlation(_ products: Double) -> NormalSums.Lag {
      NormalSums.Lag(products: products, squares: sums.squares, count: position)
    }
    let alongStorage = correlation(total.lag + last * first)
    var acrossStorage: NormalSums.Lag?
    if let lineSums, position > lineSums.length, position % lineSums.length == 0 {
      // From the end of each line to the start of the next one beside it.
      let (line, length) = (lineSums.line, lineSums.length)
      var wrap = line[length - 1] * firstLine[0]
      for index in 1..<length { wrap += line[index - 1] * firstLine[index] }
      acrossStorage = correlation(total.across + wrap)
    }
    switch lines {
    case .rows, .mixed: (sums.rowLag, sums.columnLag) = (alongStorage, acrossStorage)
    case .columns: (sums.rowLag, sums.columnLag) = (acrossStorage, alongStorage)
    }
    let lags = min(32, kept.count / 128)
    guard lags >= 4 else { return }
    // A ring, as the first values of it stand again at its end.
    var products = Array(repeating: 0.0, count: lags + 1)
    let ring = kept + kept.prefix(lags + 1)
    vk_lag_products(ring, ring.count, lags + 1, &products)
    let squares = vk_dot(kept, kept, kept.count)
    var value = 0.0
    for distance in 2...lags + 1 {
      var product = products[distance - 1]
      // Products within the repeated part have been counted before.
      for index in 0..<max(0, lags + 1 - distance) {
        product -= kept[index] * kept[index + distance]
      }
      let r = product / squares
      value += r * r
    }
    sums.lagBox = NormalSums.LagBox(
      value: (Double(kept.count) + 2) * value,
      degreesOfFreedom: lags,
      count: kept.count
    )
  }

  /// Statistics of the distribution from every value.
  private func describeExactly() {
    let sorted = kept.map { $0.isNaN ? .infinity : $0 }.sorted()
    let n = Double(sorted.count)
    var legendre = LegendreSums()
    var (distance, logarithms) = (0.0, 0.0)
    for (index, z) in sorted.enumerated() {
      let lower = StandardNormal.cumulativeProbability(z)
      let upper = StandardNormal.survivalProbability(z)
      legendre.add(lower - upper)
      let rank = Double(index)
      distance = max(distance, lower - rank / n, (rank + 1) / n - lower)
      logarithms +=
        (2 * rank + 1) * Double.log(max(lower, 1e-300))
        + (2 * (n - 1 - rank) + 1) * Double.log(max(upper, 1e-300))
    }
    sums.legendre = legendre.values
    sums.kolmogorovDistance = distance
    sums.andersonDarling = -n - logarithms / n
    guard position >= Self.leastLagCount, !isBroken else { return }
    let scores = kept.map { NormalBins.score(ofMagnitude: abs($0)) }
    // The score of exactly 0 is minus infinity; it is as rare as it is uninformative.
    let finite = scores.map { max(-38, min(38, $0)) }
    let ring = vk_dot(finite, Array(finite.dropFirst()), finite.count - 1)
    sums.volatility = NormalSums.Lag(
      products: ring + finite[finite.count - 1] * finite[0],
      squares: vk_dot(finite, finite, finite.count),
      count: position
    )
  }

  /// Statistics of the distribution from the counts in ``NormalBins``.
  private func describe(_ bins: [UInt64]) {
    sums.legendre = NormalBins.legendreSums(bins)
    sums.kolmogorovDistance = NormalBins.kolmogorovDistance(bins, count: position)
    sums.andersonDarling = NormalBins.andersonDarling(bins, count: position)
    guard !isBroken else { return }
    // The score before the first value counted as 0; the ring closes here.
    let start = Double(NormalBins.volatilityScore(of: first))
    sums.volatility = NormalSums.Lag(
      products: scores.lag + Double(scores.last) * start,
      squares: NormalBins.squaresOfVolatilityScores(bins),
      count: position
    )
  }

  private static func sumOfSquares(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }
  }
}
