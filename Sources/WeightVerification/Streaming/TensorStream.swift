internal import CVerificationKernels
internal import WeightInit

/// Reads one tensor in blocks of fixed size, measures it, and passes it on in runs.
///
/// Blocks start at multiples of ``blockLength`` in storage order however the source cuts its chunks,
/// and every sum is taken block after block: the results do not depend on the chunks.
final class TensorStream {
  static let blockLength = 4096
  /// Below, another thread would not be worth its start.
  private static let leastConcurrentCount = 1 << 16

  private let descriptor: TensorDescriptor
  private let geometry: MatrixGeometry
  private let lane: ExaminationLane
  private let recorder: StructureRecorder?
  private var walker: LayoutWalker
  /// The start of the block that is being filled, in the slab.
  private var blockStart = 0
  private var salt: UInt64 = 0
  private var taken = 0
  private var moments = MomentAccumulator()
  private var nonFinite = 0
  private var rowSums: [Double]

  init(
    _ descriptor: TensorDescriptor,
    order: AxisOrder,
    geometry: MatrixGeometry,
    into examination: any Examination,
    recorder: StructureRecorder? = nil,
    jobs: Int = 1
  ) {
    self.recorder = recorder
    self.descriptor = descriptor
    self.geometry = geometry
    walker = LayoutWalker(order: order, geometry: geometry)
    lane = ExaminationLane(
      to: examination,
      walker: walker,
      blockLength: Self.blockLength,
      capacity: min(Slab.blockCount * Self.blockLength, max(1, descriptor.elementCount)),
      isConcurrent: jobs > 1 && descriptor.elementCount >= Self.leastConcurrentCount
    )
    rowSums = Array(repeating: 0, count: geometry.columns > 1 ? geometry.rows : 0)
  }

  /// Takes a chunk of the source.
  ///
  /// - Parameter chunk: Whole elements, little-endian.
  /// - Throws: ``VerificationError`` when the source breaks its contract; `CancellationError` when
  ///   the task is cancelled.
  func take(_ chunk: UnsafeRawBufferPointer) throws {
    let size = descriptor.elementType.byteCount
    let count = chunk.count / size
    guard chunk.count % size == 0, count <= descriptor.elementCount - taken else {
      throw VerificationError(
        code: .brokenSource,
        tensor: descriptor.name,
        message: """
          the source delivered \(taken * size + chunk.count) bytes or more, \
          expected \(descriptor.byteCount) in whole elements; the file or its reader is at fault
          """
      )
    }
    taken += count
    var start = 0
    while start < count {
      let slab = lane.slab
      let blockEnd = min(slab.memory.count, blockStart + Self.blockLength)
      let part = min(count - start, blockEnd - slab.filled)
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[start * size..<(start + part) * size])
      let values = UnsafeMutableBufferPointer(
        rebasing: slab.memory[slab.filled..<slab.filled + part]
      )
      slab.filled += part
      start += part
      if values.count == blockEnd - blockStart {
        try endBlock(
          ElementDecoder.decodeAndMeasure(bytes, as: descriptor.elementType, into: values)
        )
      } else {
        ElementDecoder.decode(bytes, as: descriptor.elementType, into: values)
        if slab.filled == blockEnd { try endBlock() }
      }
    }
  }

  /// Measures the block that has been filled, and passes the slab on when it is full.
  private func endBlock(_ range: vk_range? = nil) throws {
    let slab = lane.slab
    guard slab.filled > blockStart else { return }
    let values = UnsafeMutableBufferPointer(rebasing: slab.memory[blockStart..<slab.filled])
    measure(values, range)
    if lane.usesSalt { salt = ElementHash.seed(of: UnsafeBufferPointer(values), salt: salt) }
    slab.salts.append(salt)
    walker.walk(UnsafeBufferPointer(values), salt: salt) { run in
      addRowSums(run)
      recorder?.take(run)
    }
    blockStart = slab.filled
    if slab.filled == slab.memory.count { try passSlab() }
  }

  private func passSlab() throws {
    // Chunks may be as long as the tensor.
    try Task.checkCancellation()
    lane.pass()
    blockStart = 0
  }

  private func measure(_ values: UnsafeMutableBufferPointer<Double>, _ range: vk_range?) {
    if moments.addIfFinite(UnsafeBufferPointer(values), range) { return }
    let finite = values.filter(\.isFinite)
    nonFinite += values.count - finite.count
    finite.withUnsafeBufferPointer { moments.add($0) }
    for index in values.indices where !values[index].isFinite { values[index] = 0 }
  }

  private func addRowSums(_ run: ElementRun) {
    guard !rowSums.isEmpty, let values = run.values.baseAddress else { return }
    if run.rowStep == 0 {
      rowSums[run.row] += vk_sum(values, run.values.count)
    } else if run.rowStep == 1 {
      rowSums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        vk_add_multiple(sums + run.row, values, run.values.count, 1)
      }
    } else {
      for (offset, value) in run.values.enumerated() {
        rowSums[run.row + offset * run.rowStep] += value
      }
    }
  }

  /// Ends the stream.
  ///
  /// - Returns: What the examination found, and the measurements.
  /// - Throws: ``VerificationError`` when elements are missing; `CancellationError` when the task is
  ///   cancelled.
  func finish() throws -> (findings: Findings, measured: MeasuredMoments) {
    try endBlock()
    if blockStart > 0 { try passSlab() }
    guard taken == descriptor.elementCount else {
      throw VerificationError(
        code: .brokenSource,
        tensor: descriptor.name,
        message: """
          the source delivered \(taken) elements, expected \(descriptor.elementCount); \
          the file or its reader is at fault
          """
      )
    }
    return (lane.finish(), measured)
  }

  private var measured: MeasuredMoments {
    var measured = MeasuredMoments(moments, nonFinite: nonFinite)
    measured.withinNeuronCorrelation = withinNeuronCorrelation.flatMap { $0.isFinite ? $0 : nil }
    return measured
  }

  /// From the variance of row sums: `Σ (row sum − n mean)² = rows n variance (1 + (n − 1) ρ)`.
  private var withinNeuronCorrelation: Double? {
    guard geometry.columns > 1, geometry.rows > 1, nonFinite == 0, moments.variance > 0 else {
      return nil
    }
    let n = Double(geometry.columns)
    var sum = 0.0
    for rowSum in rowSums {
      let deviation = rowSum - n * moments.mean
      sum += deviation * deviation
    }
    return (sum / (Double(geometry.rows) * n * moments.variance) - 1) / (n - 1)
  }
}
