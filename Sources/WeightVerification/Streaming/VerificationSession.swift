internal import WeightInit

/// The claims of one verification, resolved against the source.
final class VerificationSession {
  private struct Item {
    var claim: TensorClaim
    var index: Int
    var descriptor: TensorDescriptor
    var geometry: MatrixGeometry
  }

  private let source: any TensorSource
  private let limits: WorkLimits
  private let observer: ((Int, UnsafeRawBufferPointer) -> Void)?
  private let progress: ((Int, Int) -> Void)?
  private let items: [Item]
  private let indices: [String: Int]
  /// The positions of bias tensors that are read together with their weights.
  private var sharedBiases: Set<Int> = []
  /// The bytes of these, once read.
  private var biasBytes: [Int: [UInt8]] = [:]
  private let elementCount: Int
  private var elementsTaken = 0

  init(
    source: any TensorSource,
    claims: [TensorClaim],
    limits: WorkLimits,
    observer: ((Int, UnsafeRawBufferPointer) -> Void)?,
    progress: ((Int, Int) -> Void)?
  ) throws {
    self.source = source
    self.limits = limits
    self.observer = observer
    self.progress = progress
    let tensors = source.tensors
    let indices = Dictionary(
      tensors.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.indices = indices
    var seen: Set<String> = []
    items = try claims.map { claim in
      guard let index = indices[claim.tensor] else {
        throw VerificationError(
          code: .unknownTensor,
          tensor: claim.tensor,
          message: "the claim names a tensor that is not there; check the name against the source"
        )
      }
      guard seen.insert(claim.tensor).inserted else {
        throw VerificationError(
          code: .duplicateClaim,
          tensor: claim.tensor,
          message: "two claims speak of this tensor; keep one"
        )
      }
      guard claim.order.isValid, let geometry = MatrixGeometry(claim.order) else {
        throw VerificationError(
          code: .invalidClaim,
          tensor: claim.tensor,
          message: """
            the axis order \(claim.order.permutation) of the logical shape \
            \(claim.order.logicalShape) is not a permutation of its axes, or the size overflows
            """
        )
      }
      return Item(claim: claim, index: index, descriptor: tensors[index], geometry: geometry)
    }
    elementCount = items.reduce(0) { $0 &+ $1.descriptor.elementCount }
    for item in items {
      guard let bias = item.claim.bias, let index = indices[bias],
        case .replacedEntry = item.claim.law, item.geometry.columns > 0,
        tensors[index].elementCount == item.geometry.rows
      else { continue }
      sharedBiases.insert(index)
    }
  }

  /// What was found about a tensor.
  struct Outcome {
    var report: TensorReport
    /// The sums that tests across tensors may pool.
    var poolable: [NormalSums]
    var biasCounts: [BiasCount]
    var scale: ScaleEvidence?
    /// The signs of the values; `nil` where their repetition would say nothing.
    var signs: SignStream?
  }

  /// The size of the tensor of a claim; `nil` where it has another shape, or no elements.
  func size(_ position: Int) -> TensorSize? {
    let item = items[position]
    guard item.descriptor.elementCount > 0,
      item.claim.order.matches(storedShape: item.descriptor.shape)
    else { return nil }
    return TensorSize(
      rows: item.geometry.rows,
      columns: item.geometry.columns,
      grid: ElementGrid(item.descriptor.elementType)
    )
  }

  /// Examines the tensor of a claim.
  func examine(_ position: Int) throws -> Outcome {
    let item = items[position]
    let descriptor = item.descriptor
    let fits = item.claim.order.matches(storedShape: descriptor.shape)
    var findings: Findings
    let measured: MeasuredMoments
    var recorder: StructureRecorder?
    var isLawTested = true
    if descriptor.elementCount == 0 {
      (findings, measured) = try stream(item, through: Unavailable("the tensor has no elements"))
    } else if fits {
      let context = ExaminationContext(
        geometry: item.geometry,
        elementType: descriptor.elementType,
        grid: ElementGrid(descriptor.elementType),
        biases: try biases(for: item),
        limits: limits
      )
      recorder = item.claim.law
        .recordedScope(rows: item.geometry.rows, columns: item.geometry.columns)
        .map { StructureRecorder($0) }
      (findings, measured) = try stream(
        item,
        through: item.claim.law.examination(in: context),
        recorder: recorder
      )
      isLawTested = !findings.tests.isEmpty
      findings.tests += recorder?.results() ?? []
    } else {
      (findings, measured) = try streamWithoutLayout(item)
      findings.tests = [
        TestResult(
          exact: "shape",
          rule: "the stored shape holds the claimed axes",
          holds: false,
          statistic: nil,
          effect: """
            the stored shape is \(descriptor.shape), the claim expects the axes \
            \(item.claim.order.permutation.map { item.claim.order.logicalShape[$0] })
            """
        )
      ]
    }
    if measured.nonFinite > 0 {
      findings = Findings(tests: [finiteRule(measured.nonFinite, descriptor.elementCount)])
      recorder = nil
    } else if !findings.tests.isEmpty {
      findings.tests.insert(finiteRule(0, descriptor.elementCount), at: 0)
    }
    let exactFirst =
      findings.tests.filter { $0.family == .exact }
      + findings.tests.filter { $0.family == .statistical }
    let report = TensorReport(
      name: descriptor.name,
      claim: item.claim.claim,
      // Rules that hold for many laws do not make one consistent that was not tested.
      verdict: isLawTested && !exactFirst.isEmpty ? .consistent : .cannotTell,
      elements: descriptor.elementCount,
      reason: findings.reasons.isEmpty ? nil : findings.reasons.joined(separator: "; "),
      measured: measured,
      tests: exactFirst
    )
    return Outcome(
      report: report,
      poolable: findings.poolable,
      biasCounts: findings.biasCounts,
      scale: findings.scale,
      signs: recorder?.signs
    )
  }

  private func finiteRule(_ nonFinite: Int, _ count: Int) -> TestResult {
    TestResult(
      exact: "finite",
      rule: "no entry is NaN or infinite",
      holds: nonFinite == 0,
      statistic: Double(nonFinite),
      effect: nonFinite == 0
        ? "all \(count) entries are finite"
        : "\(nonFinite) of \(count) entries are NaN or infinite; nothing else was tested"
    )
  }

  // MARK: - Reading

  private func stream(
    _ item: Item,
    through examination: any Examination,
    recorder: StructureRecorder? = nil
  ) throws -> (Findings, MeasuredMoments) {
    try stream(
      item,
      order: item.claim.order,
      geometry: item.geometry,
      through: examination,
      recorder: recorder
    )
  }

  /// Measures a tensor whose shape is not the claimed one.
  private func streamWithoutLayout(_ item: Item) throws -> (Findings, MeasuredMoments) {
    let order = AxisOrder(logicalShape: [1, item.descriptor.elementCount])
    guard let geometry = MatrixGeometry(order) else { return (Findings(), .init(nonFinite: 0)) }
    return try stream(item, order: order, geometry: geometry, through: Unavailable(""))
  }

  private func stream(
    _ item: Item,
    order: AxisOrder,
    geometry: MatrixGeometry,
    through examination: any Examination,
    recorder: StructureRecorder? = nil
  ) throws -> (Findings, MeasuredMoments) {
    let stream = TensorStream(
      item.descriptor,
      order: order,
      geometry: geometry,
      into: examination,
      recorder: recorder,
      jobs: limits.jobs
    )
    if sharedBiases.contains(item.index) {
      try bytes(ofBias: item.index, item.descriptor).withUnsafeBytes { try stream.take($0) }
    } else {
      try source.forEachChunk(of: item.index) { chunk in
        observer?(item.index, chunk)
        try stream.take(chunk)
        report(chunk.count / item.descriptor.elementType.byteCount)
      }
    }
    return try stream.finish()
  }

  private func report(_ count: Int) {
    elementsTaken += count
    progress?(elementsTaken, elementCount)
  }

  /// Reads the biases of the neurons of a weight tensor, where its law needs them.
  private func biases(for item: Item) throws -> BiasColumn {
    guard case .replacedEntry = item.claim.law, let name = item.claim.bias else { return .absent }
    guard let index = indices[name] else {
      return .unusable("the claimed bias tensor \"\(name)\" is not there")
    }
    let descriptor = source.tensors[index]
    guard descriptor.elementCount == item.geometry.rows else {
      return .unusable(
        """
        the bias tensor \"\(name)\" has \(descriptor.elementCount) elements for \
        \(item.geometry.rows) neurons
        """
      )
    }
    let bytes = try bytes(ofBias: index, descriptor)
    var values = Array(repeating: 0.0, count: descriptor.elementCount)
    bytes.withUnsafeBytes { bytes in
      values.withUnsafeMutableBufferPointer {
        ElementDecoder.decode(bytes, as: descriptor.elementType, into: $0)
      }
    }
    let nonFinite = values.count { !$0.isFinite }
    return .values(values.map { $0.isFinite ? $0 : 0 }, nonFinite: nonFinite)
  }

  /// Reads a bias tensor, once.
  private func bytes(ofBias index: Int, _ descriptor: TensorDescriptor) throws -> [UInt8] {
    if let bytes = biasBytes[index] { return bytes }
    let isClaimed = items.contains { $0.index == index }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(descriptor.byteCount)
    try source.forEachChunk(of: index) { chunk in
      guard bytes.count + chunk.count <= descriptor.byteCount else {
        throw VerificationError(
          code: .brokenSource,
          tensor: descriptor.name,
          message: "the source delivered more than \(descriptor.byteCount) bytes"
        )
      }
      bytes.append(contentsOf: chunk)
      if isClaimed {
        observer?(index, chunk)
        report(chunk.count / descriptor.elementType.byteCount)
      }
    }
    guard bytes.count == descriptor.byteCount else {
      throw VerificationError(
        code: .brokenSource,
        tensor: descriptor.name,
        message: "the source delivered \(bytes.count) bytes, expected \(descriptor.byteCount)"
      )
    }
    biasBytes[index] = bytes
    return bytes
  }
}
