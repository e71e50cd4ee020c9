public import WeightInit

/// Compares the tensors of two sources, as values and as draws of laws.
///
/// Values: the same bits, the same numbers in another element type, with permuted axes, in another
/// order, rescaled, or how far apart. Laws: exact structure, then two-sample tests that hold for every
/// law with independent rows, adjusted together (Holm), so that ``alpha`` bounds the probability of
/// telling any two tensors of one law apart.
public struct WeightComparer: Sendable {
  /// The probability of calling laws different that are the same, at most.
  public let alpha: Double
  /// The bytes that a tensor may take in memory.
  public let memoryBudget: Int

  /// Creates a comparer.
  ///
  /// - Parameters:
  ///   - alpha: The probability of a false alarm about laws, above 0 and below 0.1.
  ///   - memoryBudget: The bytes that a tensor may take in memory, at least 0; 1 GiB by default. Larger
  ///     tensors are compared in several passes, and no permutation of their axes is sought.
  /// - Throws: ``VerificationError`` for options out of range.
  public init(alpha: Double = 0.001, memoryBudget: Int = 1 << 30) throws {
    let verifier = try Verifier(alpha: alpha, memoryBudget: memoryBudget)
    self.alpha = verifier.alpha
    self.memoryBudget = verifier.memoryBudget
  }

  /// Compares two sources.
  ///
  /// Tensors are paired by name; those left over are paired by their values, whatever they are called.
  ///
  /// - Parameters:
  ///   - first: A source.
  ///   - second: Another one.
  ///   - firstOrder: How the stored axes of a tensor of the first source relate to the logical ones;
  ///     `nil` for neurons first.
  ///   - secondOrder: The same for the second source.
  ///   - progress: Hears before each tensor how many are done; an error that it throws ends the work
  ///     and is rethrown.
  /// - Returns: The report.
  /// - Throws: ``VerificationError`` for a source that breaks its contract; what the sources throw.
  public func compare(
    _ first: any TensorSource,
    _ second: any TensorSource,
    firstOrder: (TensorDescriptor) -> AxisOrder? = { _ in nil },
    secondOrder: (TensorDescriptor) -> AxisOrder? = { _ in nil },
    progress: ((_ tensor: String, _ tensorsDone: Int) throws -> Void)? = nil
  ) throws -> ComparisonReport {
    let pairing = try TensorPairing(first, second)
    var tensors: [TensorComparison] = []
    for pair in pairing.pairs {
      let (a, b) = (
        TensorPlace(index: pair.first, source: first),
        TensorPlace(index: pair.second, source: second)
      )
      try progress?(a.descriptor.name, tensors.count)
      tensors.append(
        try compare(
          a,
          b,
          firstOrder(a.descriptor) ?? AxisOrder(logicalShape: a.descriptor.shape),
          secondOrder(b.descriptor) ?? AxisOrder(logicalShape: b.descriptor.shape)
        )
      )
    }
    var report = ComparisonReport(
      values: .cannotTell,
      laws: .cannotTell,
      alpha: alpha,
      tensors: tensors,
      onlyInFirst: pairing.onlyInFirst.map { first.tensors[$0].name },
      onlyInSecond: pairing.onlyInSecond.map { second.tensors[$0].name }
    )
    report.decide()
    return report
  }

  // MARK: - One pair

  private func compare(
    _ first: TensorPlace,
    _ second: TensorPlace,
    _ firstOrder: AxisOrder,
    _ secondOrder: AxisOrder
  ) throws -> TensorComparison {
    var result = TensorComparison(
      first: .init(first.descriptor),
      second: .init(second.descriptor),
      relation: .different,
      law: .cannotTell,
      tests: []
    )
    if first.descriptor.elementCount == second.descriptor.elementCount {
      try compareValues(first, second, &result)
    }
    if result.relation.holdsSameValues {
      result.law = .same
    } else if firstOrder.logicalShape.filter({ $0 != 1 })
      != secondOrder.logicalShape.filter({
        $0 != 1
      })
    {
      result.tests = [
        ComparisonTest(
          test: "shape",
          effect: "the shapes are \(first.descriptor.shape) and \(second.descriptor.shape)",
          answer: .different
        )
      ]
    } else if first.descriptor.elementCount > 0 {
      let grid = ValueComparison.commonGrid(
        first.descriptor.elementType,
        second.descriptor.elementType
      )
      let profiles = (
        try LawProfile(first, order: firstOrder, grid: grid),
        try LawProfile(second, order: secondOrder, grid: grid)
      )
      if profiles.0.nonFinite + profiles.1.nonFinite == 0 {
        result.tests = LawComparison(first: profiles.0, second: profiles.1).tests()
      }
    }
    return result
  }

  private func compareValues(
    _ first: TensorPlace,
    _ second: TensorPlace,
    _ result: inout TensorComparison
  ) throws {
    let values = try ValueComparison(first, second, memoryBudget: memoryBudget)
    result.differing = values.differing
    result.maximumDifference = values.maximumDifference.isFinite ? values.maximumDifference : nil
    result.correlation = values.correlation
    let sameShape =
      first.descriptor.shape.filter { $0 != 1 } == second.descriptor.shape.filter { $0 != 1 }
    if sameShape, values.isIdentical {
      result.relation = .identical
    } else if sameShape, values.differing == 0 {
      result.relation = .equal
    } else if sameShape, values.differingRounded == 0 {
      result.relation = .rounded
    } else if values.firstFingerprint == values.secondFingerprint {
      result.permutation = try AxisSearch.permutation(
        from: first,
        to: second,
        memoryBudget: memoryBudget
      )
      result.relation = result.permutation == nil ? .shuffled : .rearranged
      // Place by place there is nothing to compare.
      (result.differing, result.maximumDifference, result.correlation) = (nil, nil, nil)
    } else if sameShape, let factor = values.possibleFactor,
      try ValueComparison.isMultiple(first, second, factor: factor, memoryBudget: memoryBudget)
    {
      result.relation = .rescaled
      result.factor = factor
    }
  }
}

extension TensorComparison.Side {
  fileprivate init(_ descriptor: TensorDescriptor) {
    self.init(
      name: descriptor.name,
      shape: descriptor.shape,
      elementType: descriptor.elementType
    )
  }
}

extension ComparisonReport {
  /// Adjusts all p-values together and derives the answers.
  fileprivate mutating func decide() {
    var adjusted = Holm.adjusted(tensors.flatMap { $0.tests.compactMap(\.p) })[...]
    for index in tensors.indices {
      for place in tensors[index].tests.indices where tensors[index].tests[place].p != nil {
        guard let value = adjusted.popFirst() else { break }
        tensors[index].tests[place].adjustedP = value
        tensors[index].tests[place].answer = value < alpha ? .different : .same
      }
      let tests = tensors[index].tests
      if !tests.isEmpty {
        tensors[index].law = tests.allSatisfy { $0.answer == .same } ? .same : .different
      }
    }
    let isComplete = onlyInFirst.isEmpty && onlyInSecond.isEmpty
    guard !tensors.isEmpty || !isComplete else { return }
    values =
      isComplete && tensors.allSatisfy(\.relation.holdsSameValues) ? .same : .different
    let answers = Set(tensors.map(\.law))
    laws =
      !isComplete || answers.contains(.different)
      ? .different : answers.contains(.cannotTell) ? .cannotTell : .same
  }
}
