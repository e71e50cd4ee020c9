public import WeightInit

/// Checks the tensors of a source against what is claimed about them.
///
/// Each law maps a tensor to values that are independent N(0, 1) if and only if the tensor follows
/// the law, and one battery of tests serves every law; what a law fixes exactly (support, zeros,
/// mirrored blocks, orthogonality) is checked by exact rules. The p-values of a report are adjusted
/// together (Holm), so that ``alpha`` bounds the probability of rejecting anything in a file whose
/// every claim holds. The tests across tensors, the few tests of a tensor that see most faults, and its
/// other tests have equal shares of alpha, the largest eigenvalue a quarter of such a share.
///
/// A report depends only on the values and the claims: not on chunks, threads or time. The random
/// choices that some laws need come from a generator that is seeded by the tensor's own bits.
public struct Verifier: Sendable {
  /// The probability of rejecting a correct file, at most; `suspicious` begins at ten times it.
  public let alpha: Double
  /// The bytes that a tensor may take in memory where a law needs whole rows or the whole matrix
  /// and storage does not deliver them in order.
  public let memoryBudget: Int
  /// The relative deviation of a standard deviation that does not matter.
  ///
  /// Where it is given, a tensor is consistent only if its scale is known that well; otherwise nothing can be told of it.
  public let margin: Double?

  /// The multiplications that comparing the rows of a matrix with each other may cost; where all
  /// rows would cost more, evenly spaced ones are compared, and the report says how many.
  public let correlationWork: Int
  /// How many threads may work on a tensor; the number changes no bit of a report.
  public let jobs: Int
  /// The schemes among which those are sought that a tensor cannot tell from its claim.
  public let registry: InitializerRegistry

  /// The usual ``correlationWork``: up to two tenths of a second, all rows up to 1024 × 1024, and for
  /// the largest eigenvalue alone up to 2048 × 2048.
  public static let defaultCorrelationWork = 1 << 29

  /// Creates a verifier.
  ///
  /// - Parameters:
  ///   - alpha: The probability of rejecting a correct file, above 0 and below 0.1.
  ///   - memoryBudget: The bytes that a matrix may take in memory, at least 0; 1 GiB by default.
  ///   - margin: The relative deviation of a standard deviation that does not matter, above 0 and
  ///     below 1; `nil`, the default, accepts whatever nothing contradicts.
  ///   - correlationWork: The multiplications that comparing the rows of a matrix with each other may
  ///     cost, at least 0; 0 leaves these tests out.
  ///   - jobs: How many threads may work on a tensor, at least 1.
  ///   - registry: The schemes among which those are sought that a tensor cannot tell from its claim.
  /// - Throws: ``VerificationError`` for options out of range.
  public init(
    alpha: Double = 0.001,
    memoryBudget: Int = 1 << 30,
    margin: Double? = nil,
    correlationWork: Int = Self.defaultCorrelationWork,
    jobs: Int = 1,
    registry: InitializerRegistry = .builtIn
  ) throws {
    guard alpha > 0, alpha < 0.1 else {
      throw VerificationError(
        code: .invalidOptions,
        message: "alpha must lie between 0 and 0.1, found \(alpha); 0.001 is usual"
      )
    }
    guard memoryBudget >= 0 else {
      throw VerificationError(
        code: .invalidOptions,
        message: "the memory budget must not be negative, found \(memoryBudget)"
      )
    }
    if let margin, !(margin > 0 && margin < 1) {
      throw VerificationError(
        code: .invalidOptions,
        message: "the margin must lie between 0 and 1, found \(margin); 0.01 is usual"
      )
    }
    guard correlationWork >= 0, jobs >= 1 else {
      throw VerificationError(
        code: .invalidOptions,
        message: """
          the work for correlations must be at least 0 and jobs at least 1, found \
          \(correlationWork) and \(jobs)
          """
      )
    }
    self.correlationWork = correlationWork
    self.jobs = jobs
    self.registry = registry
    self.margin = margin
    self.alpha = alpha
    self.memoryBudget = memoryBudget
  }

  /// Checks claims, each on one pass over its tensor.
  ///
  /// Memory does not grow with a tensor beyond O(rows + columns), except as ``memoryBudget`` allows.
  /// Within a task that is cancelled the work ends soon, wherever the tensors come from.
  ///
  /// - Parameters:
  ///   - source: Where the tensors come from.
  ///   - claims: What is claimed, at most one claim for a tensor.
  ///   - observer: Sees every chunk of every claimed tensor once, in order within a tensor; for
  ///     digests of what was verified.
  ///   - progress: Hears how many of all claimed elements have been taken.
  /// - Returns: The report, with the tensors in the order of the claims.
  /// - Throws: ``VerificationError`` for claims that cannot be examined (a tensor that is not there,
  ///   two claims for one tensor, an invalid axis order) and for a source that breaks its contract;
  ///   `CancellationError` when the task is cancelled; what the source throws.
  public func verify(
    _ source: any TensorSource,
    claims: [TensorClaim],
    observing observer: ((_ tensorIndex: Int, _ chunk: UnsafeRawBufferPointer) -> Void)? = nil,
    progress: ((_ elementsTaken: Int, _ elementCount: Int) -> Void)? = nil
  ) throws -> VerificationReport {
    let session = try VerificationSession(
      source: source,
      claims: claims,
      limits: WorkLimits(memory: memoryBudget, correlations: correlationWork, jobs: jobs),
      observer: observer,
      progress: progress
    )
    var report = VerificationReport(
      schema: VerificationReport.schemaIdentifier,
      verdict: .cannotTell,
      alpha: alpha,
      tensors: [],
      network: []
    )
    let headLength = NetworkTests.headLength(forTensors: claims.count)
    var poolable: [NormalSums] = []
    var names: [String] = []
    var biasCounts: [BiasCount] = []
    var scales: [ScaleEvidence?] = []
    var streams: [SignStream] = []
    var recorded: [(tensor: Int, signs: Int)] = []
    let separations = SeparationSearch(registry)
    for index in claims.indices {
      try Task.checkCancellation()
      var outcome = try session.examine(index)
      outcome.report.inseparable = session.size(index).flatMap {
        separations.schemes(besides: claims[index], on: $0)
      }
      report.tensors.append(outcome.report)
      poolable += outcome.poolable.map { $0.withHead(atMost: headLength) }
      names += outcome.poolable.map { _ in claims[index].tensor }
      biasCounts += outcome.biasCounts
      scales.append(outcome.scale)
      if let signs = outcome.signs {
        streams.append(signs)
        recorded.append((index, signs.count))
      }
    }
    report.addStreamRule(StreamSearch.matches(in: streams), recorded: recorded)
    report.network = NetworkTests.results(
      for: poolable,
      names: names,
      biasCounts: biasCounts
    )
    report.decide()
    report.resolve(scales, margin: margin)
    return report
  }
}
