internal import WeightInit

extension TensorEvidence {
  /// Expectation and maximisation come within a small part of a standard error in so many steps.
  private static let fittingSteps = 10

  /// Gathers all that likelihoods need: on one pass, and on more for parts and mixtures.
  ///
  /// - Parameters:
  ///   - stream: The tensor.
  ///   - channelLength: The entries of a row that one input channel feeds.
  ///   - laws: The laws that will be asked, of which some need a pass of their own.
  /// - Returns: The evidence.
  /// - Throws: ``VerificationError`` when the source breaks its contract; what the source throws.
  static func gathered(
    from stream: MatrixStream,
    channelLength: Int,
    laws: [TensorLaw]
  ) throws -> TensorEvidence {
    let evidence = try TensorEvidence(of: stream, channelLength: channelLength)
    // A single value leaves nothing to ask.
    guard evidence.nonFinite == 0, evidence.distinct.sorted?.count != 1 else { return evidence }
    if let tap = evidence.onlyTap {
      let part = stream.part(.tap(tap, of: channelLength))
      evidence.centerTap = (tap, try TensorEvidence(of: part, channelLength: 1))
    }
    let (mirrorsRows, mirrorsColumns) = evidence.mirrors.mirrors
    if mirrorsRows || mirrorsColumns {
      let block = stream.part(
        .block(
          rows: mirrorsRows ? evidence.mirrors.halfRows : evidence.rows,
          columns: mirrorsColumns ? evidence.mirrors.halfColumns : evidence.columns
        )
      )
      evidence.mirrored = try TensorEvidence(of: block, channelLength: channelLength)
    }
    try evidence.measureReplacedEntries(stream, laws)
    return evidence
  }

  private func measureReplacedEntries(_ stream: MatrixStream, _ laws: [TensorLaw]) throws {
    var ofWeights: [ReplacedEntryMixture.Parameters] = []
    var ofBiases: [ReplacedEntryMixture.Parameters] = []
    for law in laws {
      switch law {
      case .replacedEntry(let variance, let k): ofWeights.append(.init(variance: variance, k: k))
      case .replacedEntryBias(let variance, let k, let fanIn):
        ofBiases.append(.init(variance: variance, k: k, fanIn: fanIn))
      default: break
      }
    }
    for parameters in ofBiases where columns == 1 {
      let limit = grid.isCoarse ? grid.cell(of: 1).high : 1
      var sum = 0.0
      try stream.forEachRun { run in
        for value in run.values { sum += parameters.biasLogDensity(value, limit: limit) }
      }
      replacedEntryDensities[parameters] = sum
    }
    guard columns > 1, mayReplaceEntries else { return }
    for parameters in ofWeights where replacedEntryDensities[parameters] == nil {
      replacedEntryDensities[parameters] = try density(stream, parameters).logDensity
    }
    // With and without anti-correlation.
    for start in [
      ReplacedEntryMixture.Parameters(variance: 0.5, k: 0), .init(variance: 0.5, k: 100),
    ]
    where rows > 1 && columns > 2 {
      var parameters = start
      var result = try density(stream, parameters)
      for _ in 1..<Self.fittingSteps {
        parameters = result.next
        result = try density(stream, parameters)
      }
      fittedReplacedEntries.append((parameters, result.logDensity))
    }
  }

  /// Whether enough rows have an entry above 1/2, as three in four draws of Beta(2, 1) are.
  private var mayReplaceEntries: Bool {
    let found = hasLargeEntry.count { $0 }
    return rows < 12 ? found > 0 || rows < 3 : found * 3 >= rows
  }

  private func density(
    _ stream: MatrixStream,
    _ parameters: ReplacedEntryMixture.Parameters
  ) throws -> ReplacedEntryMixture.Result {
    let mixture = ReplacedEntryMixture(parameters, self)
    try stream.forEachRun { mixture.take($0) }
    return mixture.finish()
  }
}
