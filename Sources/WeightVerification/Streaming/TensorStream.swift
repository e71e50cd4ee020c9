internal import WeightInit

/// Reads one tensor in blocks of fixed size, measures it, and passes it on in runs.
///
/// Blocks start at multiples of ``blockLength`` in storage order however the source cuts its chunks,
/// and every sum is taken block after block: the results do not depend on the chunks.
final class TensorStream {
  static let blockLength = 4096

  private let descriptor: TensorDescriptor
  private let geometry: MatrixGeometry
  private let examination: any Examination
  private let recorder: StructureRecorder?
  private var walker: LayoutWalker
  private var block: [Double]
  private var filled = 0
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
    recorder: StructureRecorder? = nil
  ) {
    self.recorder = recorder
    self.descriptor = descriptor
    self.geometry = geometry
    self.examination = examination
    walker = LayoutWalker(order: order, geometry: geometry)
    block = Array(repeating: 0, count: min(Self.blockLength, max(1, descriptor.elementCount)))
    rowSums = Array(repeating: 0, count: geometry.columns > 1 ? geometry.rows : 0)
  }

  /// Takes a chunk of the source.
  ///
  /// - Parameter chunk: Whole elements, little-endian.
  /// - Throws: ``VerificationError`` when the source breaks its contract.
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
      let part = min(count - start, block.count - filled)
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[start * size..<(start + part) * size])
      block.withUnsafeMutableBufferPointer {
        ElementDecoder.decode(
          bytes,
          as: descriptor.elementType,
          into: UnsafeMutableBufferPointer(rebasing: $0[filled...])
        )
      }
      filled += part
      start += part
      if filled == block.count { flush() }
    }
  }

  private func flush() {
    guard filled > 0 else { return }
    block.withUnsafeMutableBufferPointer { buffer in
      let values = UnsafeMutableBufferPointer(rebasing: buffer[..<filled])
      measure(values)
      salt = ElementHash.seed(of: UnsafeBufferPointer(values), salt: salt)
      walker.walk(UnsafeBufferPointer(values), salt: salt) { run in
        addRowSums(run)
        recorder?.take(run)
        examination.take(run)
      }
    }
    filled = 0
  }

  private func measure(_ values: UnsafeMutableBufferPointer<Double>) {
    if values.allSatisfy(\.isFinite) {
      moments.add(UnsafeBufferPointer(values))
      return
    }
    let finite = values.filter(\.isFinite)
    nonFinite += values.count - finite.count
    finite.withUnsafeBufferPointer { moments.add($0) }
    for index in values.indices where !values[index].isFinite { values[index] = 0 }
  }

  private func addRowSums(_ run: ElementRun) {
    guard !rowSums.isEmpty else { return }
    if run.rowStep == 0 {
      var sum = 0.0
      for value in run.values { sum += value }
      rowSums[run.row] += sum
    } else {
      for (offset, value) in run.values.enumerated() {
        rowSums[run.row + offset * run.rowStep] += value
      }
    }
  }

  /// Ends the stream.
  ///
  /// - Returns: What the examination found, and the measurements.
  /// - Throws: ``VerificationError`` when elements are missing.
  func finish() throws -> (findings: Findings, measured: MeasuredMoments) {
    flush()
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
    return (examination.finish(), measured)
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
