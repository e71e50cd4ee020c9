internal import CVerificationKernels
internal import InitializationTheory
internal import RealModule

/// Collects ``NormalSums``, run after run, in memory that grows with rows + columns only.
///
/// Values come in storage order. Each run is summed in a fixed order of its own and the runs one
/// after the other, so that equal runs give equal bits.
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
  /// The length of a line of storage; 0 when storage has no lines.
  private let lineLength: Int
  private var sums = NormalSums()
  private var rowSums: [Double]
  private var rowSquares: [Double]
  private var columnSums: [Double]
  private var columnSquares: [Double]
  private var largest = 0.0
  private var isBroken = false
  /// Products of neighbours in storage, and with the line before.
  private var lag = 0.0
  private var across = 0.0
  private var first = 0.0
  private var last = 0.0
  private var position = 0
  private var line: [Double]
  private var firstLine: [Double] = []
  private var kept: [Double] = []
  private var bins: [UInt64]
  private var scores = vk_scores(lag: 0, squares: 0, first: 0, last: 0)
  private var gram: GramAccumulator?

  /// Starts without values.
  ///
  /// - Parameters:
  ///   - rows: The rows of Z.
  ///   - columns: The columns of Z.
  ///   - lines: How storage walks the matrix.
  init(rows: Int, columns: Int, lines: MatrixGeometry.Lines = .rows) {
    self.rows = rows
    self.columns = columns
    self.lines = lines
    switch lines {
    case .rows: lineLength = rows > 1 && columns > 1 ? columns : 0
    case .columns: lineLength = rows > 1 && columns > 1 ? rows : 0
    case .mixed: lineLength = 0
    }
    rowSums = Array(repeating: 0, count: rows)
    rowSquares = rowSums
    columnSums = Array(repeating: 0, count: columns)
    columnSquares = columnSums
    line = Array(repeating: 0, count: lineLength)
    let count = rows * columns
    bins = Array(repeating: 0, count: count > NormalBins.exactLimit ? NormalBins.count : 0)
    kept.reserveCapacity(min(count, Self.lagLimit))
    gram = GramAccumulator(rows: rows, columns: columns)
  }

  /// Takes values of Z.
  func add(_ run: ElementRun) {
    var start = 0
    while start < run.values.count {
      var part = run
      // Kernels work on parts of a line.
      let end =
        lineLength > 0
        ? min(run.values.count, start + lineLength - position % lineLength) : run.values.count
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
    var result = vk_run()
    let isDense = run.rowStep + run.columnStep <= 1 || count == 1
    let alongRow = run.rowStep == 0
    line.withUnsafeMutableBufferPointer { line in
      let before = lineLength > 0 ? line.baseAddress.map { $0 + position % lineLength } : nil
      func take(_ sums: UnsafeMutablePointer<Double>?, _ squares: UnsafeMutablePointer<Double>?) {
        vk_take_run(values, count, sums, squares, before, &result)
      }
      guard isDense else { return take(nil, nil) }
      if alongRow {
        columnSums.withUnsafeMutableBufferPointer { sums in
          columnSquares.withUnsafeMutableBufferPointer { squares in
            take(
              sums.baseAddress.map { $0 + run.column },
              squares.baseAddress.map { $0 + run.column }
            )
          }
        }
      } else {
        rowSums.withUnsafeMutableBufferPointer { sums in
          rowSquares.withUnsafeMutableBufferPointer { squares in
            take(sums.baseAddress.map { $0 + run.row }, squares.baseAddress.map { $0 + run.row })
          }
        }
      }
    }
    if !isDense {
      // Steps of more than one column: a kernel's taps, or channels stored last.
      for (offset, value) in run.values.enumerated() {
        columnSums[run.column + offset * run.columnStep] += value
        columnSquares[run.column + offset * run.columnStep] += value * value
      }
    }
    if alongRow {
      rowSums[run.row] += result.sum
      rowSquares[run.row] += result.squares
    } else {
      columnSums[run.column] += result.sum
      columnSquares[run.column] += result.squares
    }
    // Overflow under an absurd claim: as far out as can be.
    if !result.squares.isFinite { isBroken = true }
    sums.sum += result.sum
    sums.squares += result.squares
    largest = max(largest, result.largest)
    lag += last * values[0] + result.lag
    across += result.across
    if position == 0 { first = values[0] }
    last = values[count - 1]
    if position < lineLength { firstLine.append(contentsOf: run.values) }
    if kept.count < Self.lagLimit {
      kept.append(contentsOf: run.values.prefix(Self.lagLimit - kept.count))
    }
    if !bins.isEmpty {
      vk_take_bins(values, count, &bins, NormalBins.volatilityScores, &scores)
    }
    gram?.add(run)
    position += count
  }

  /// The sums over everything taken.
  func finish() -> NormalSums {
    sums.count = position
    guard position > 0 else { return sums }
    sums.largest = largest.squareRoot()
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
    if bins.isEmpty { describeExactly() } else { describeBins() }
    sums.head = kept.prefix(Self.headLimit).map { Float($0) }
    if !isBroken { sums.gram = gram?.finish() }
    kept = []
    return sums
  }

  private func finishLags() {
    guard position >= Self.leastLagCount, !isBroken else { return }
    func correlation(_ products: Double) -> NormalSums.Lag {
      NormalSums.Lag(products: products, squares: sums.squares, count: position)
    }
    let alongStorage = correlation(lag + last * first)
    var acrossStorage: NormalSums.Lag?
    if lineLength > 0, position > lineLength, position % lineLength == 0 {
      // From the end of each line to the start of the next one beside it.
      var wrap = line[lineLength - 1] * firstLine[0]
      for index in 1..<lineLength { wrap += line[index - 1] * firstLine[index] }
      acrossStorage = correlation(across + wrap)
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
  private func describeBins() {
    sums.legendre = NormalBins.legendreSums(bins)
    sums.kolmogorovDistance = NormalBins.kolmogorovDistance(bins, count: position)
    sums.andersonDarling = NormalBins.andersonDarling(bins, count: position)
    guard !isBroken else { return }
    // The score before the first value counted as 0; the ring closes here.
    let start = Double(NormalBins.volatilityScores[Self.bin(of: first)])
    sums.volatility = NormalSums.Lag(
      products: scores.lag + scores.last * start,
      squares: scores.squares,
      count: position
    )
  }

  private static func bin(of z: Double) -> Int {
    let t = z * Double(VK_BINS_PER_UNIT) + Double(NormalBins.count / 2)
    return Int(max(0, min(Double(NormalBins.count - 1), t)))
  }

  private static func sumOfSquares(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }
  }
}
