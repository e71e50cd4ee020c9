internal import CVerificationKernels
internal import InitializationTheory

/// The null transform of ``TensorLaw/replacedEntry(variance:k:)``: posterior imputation.
///
/// Which entry was replaced is hidden, so its position is drawn from the posterior. Then, exactly, if
/// the claim holds: the position is uniform, the entry is Beta(2, 1), the sum of the untouched
/// entries is normal, and once the entry is replaced by a draw from the Gaussian law given the
/// others, the whitened row is independent N(0, 1). Finding the outlier instead would be biased: at
/// fan-in 64 one replaced entry in eight is not the outlier.
final class ReplacedEntryExamination: RowExamination {
  private let likelihood: ReplacedEntryLikelihood
  private let grid: ElementGrid
  private let biases: BiasColumn
  private let limit: Double
  private let whitening: RowWhitening
  private let accumulator: NormalAccumulator
  private var entries: [Double]
  private var weights: [Double]
  private var rows = 0
  private var rowsWithoutCandidate = 0
  private var betaValues: [Double] = []
  private var positions: [Double] = []
  private var places: [Int] = []
  /// The sums of the untouched entries, standardised.
  private var restSums = NormalSums.Squares(value: 0, degreesOfFreedom: 0)
  private let k: Double

  init(variance: Double, k: Double, _ context: ExaminationContext) {
    self.k = k
    grid = context.grid
    biases = context.biases
    var hasBias = false
    if case .values = context.biases { hasBias = true }
    likelihood = ReplacedEntryLikelihood(
      fanIn: context.geometry.columns,
      variance: variance,
      k: k,
      hasBias: hasBias
    )
    limit = grid.isCoarse ? grid.cell(of: 1).high : 1
    let count = likelihood.storedCount
    whitening = RowWhitening(
      dimension: count,
      scale: likelihood.scale,
      commonVariance: likelihood.commonVariance(count)
    )
    accumulator = NormalAccumulator(
      rows: context.geometry.rows,
      columns: whitening.columns,
      limits: context.limits
    )
    entries = Array(repeating: 0, count: count)
    weights = Array(repeating: 0, count: count + 1)
  }

  func take(row: Int, _ values: UnsafeMutableBufferPointer<Double>) {
    rows += 1
    entries.withUnsafeMutableBufferPointer { entries in
      _ = entries.update(from: values)
      if case .values(let column, _) = biases { entries[values.count] = column[row] }
      var generator = SplitMix64(
        seed: ElementHash.seed(of: UnsafeBufferPointer(entries), salt: UInt64(row))
      )
      entries.spread(over: grid, &generator)
      impute(entries, &generator)
      whitening.apply(to: entries)
      accumulator.add(
        ElementRun(
          values: UnsafeBufferPointer(rebasing: entries[..<whitening.columns]),
          row: row,
          column: 0,
          rowStep: 0,
          columnStep: 1
        )
      )
    }
  }

  private func impute(
    _ entries: UnsafeMutableBufferPointer<Double>,
    _ generator: inout SplitMix64
  ) {
    let found = weights.withUnsafeMutableBufferPointer {
      likelihood.position(
        in: entries,
        limit: limit,
        uniform: generator.nextUniform(),
        weights: $0
      )
    }
    guard let position = found else {
      rowsWithoutCandidate += 1
      return
    }
    places.append(position)
    let jitter = generator.nextUniform()
    positions.append((Double(position) + jitter) / Double(likelihood.entryCount))
    var sum = entries.baseAddress.map { vk_sum($0, entries.count) } ?? 0
    var untouched = entries.count
    if position < entries.count {
      let value = ReplacedEntryLikelihood.reflected(entries[position])
      betaValues.append(value)
      sum -= entries[position]
      untouched -= 1
    }
    let common = likelihood.commonVariance(untouched)
    let variance = likelihood.scale * likelihood.scale
    if untouched > 0 {
      restSums.value += sum * sum / (variance * Double(untouched) * common)
      restSums.degreesOfFreedom += 1
    }
    guard position < entries.count else { return }
    // The law of one more entry given `untouched` others with this sum.
    let (e, count) = (likelihood.share, Double(untouched))
    let conditional = max(0, variance * ((1 - e) - e * e * count / common))
    entries[position] =
      -e * sum / common
      + conditional.squareRoot() * StandardNormal.quantile(generator.nextUniform())
  }

  func finish() -> Findings {
    let sums = accumulator.finish()
    var tests: [TestResult] = []
    if case .unusable(let reason) = biases {
      tests.append(
        TestResult(
          exact: "bias-present",
          rule: "the claimed bias tensor holds one value for each neuron",
          holds: false,
          statistic: nil,
          effect: reason
        )
      )
    }
    if case .values(_, let nonFinite) = biases, nonFinite > 0 {
      tests.append(
        TestResult(
          exact: "bias-finite",
          rule: "no bias is NaN or infinite",
          holds: false,
          statistic: Double(nonFinite),
          effect: "\(EffectText.count(nonFinite, "bias is", "biases are")) NaN or infinite"
        )
      )
    }
    tests.append(
      TestResult(
        exact: "replaced-entry",
        rule: "every neuron has an entry in (0, 1]",
        holds: rowsWithoutCandidate == 0,
        statistic: Double(rowsWithoutCandidate),
        effect: """
          \(rowsWithoutCandidate) of \(rows) neurons have no entry that can have been replaced
          """
      )
    )
    let beta = UniformityTest(
      name: "beta-distribution",
      subject: "the replaced entries"
    )
    let index = UniformityTest(
      name: "replaced-index",
      subject: "the positions of the replaced entries"
    )
    let results = [
      beta.result(for: betaValues.map { $0 * $0 }),
      BetaMeanTest.result(for: betaValues),
      index.result(for: positions),
      RestSumTest(k: k, entryCount: likelihood.entryCount, untouched: likelihood.storedCount - 1)
        .result(for: restSums),
    ]
    tests += results.compactMap(\.self)
    tests += OccupancyTests.results(for: places, places: likelihood.entryCount)
    var biasCounts: [BiasCount] = []
    if case .values = biases {
      biasCounts.append(
        BiasCount(
          replaced: places.count { $0 == likelihood.entryCount - 1 },
          neurons: places.count,
          probability: 1 / Double(likelihood.entryCount)
        )
      )
    }
    var findings = Findings(tests: tests, biasCounts: biasCounts)
    guard sums.count > 0 else { return findings }
    findings.tests += BuiltInBatteryTests.results(
      for: sums,
      seenAs: "with the claimed replacement and correlation taken out"
    )
    findings.poolable = [sums]
    findings.scale = ScaleEvidence(
      count: sums.count,
      squares: sums.squares,
      replacedEntries: betaValues.count
    )
    return findings
  }
}
