import Dispatch

extension InitializationPlan: PiecewiseTensorSource {
  /// The tensors, in the network's order.
  public var tensors: [TensorDescriptor] { plannedTensors.map(\.descriptor) }

  /// Prepares a tensor to be drawn in pieces.
  ///
  /// A piece takes a mebibyte, or a row when that is longer; 48 MiB at most where the layout does not
  /// keep neurons in front, so that memory does not grow with the tensor. Held as a whole are matrix-wide
  /// schemes and, in such layouts, ``RowFill``s of others.
  ///
  /// - Parameter index: A position in ``tensors``.
  /// - Returns: The pieces, any of which can be drawn at any time.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared.
  public func pieces(of index: Int) throws -> any TensorPieces {
    let tensor = plannedTensors[index]
    return switch tensor.descriptor.elementType {
    case .float64: try PlannedPieces<Unrounded<Double>>.of(tensor, jobs: jobs)
    case .float32: try PlannedPieces<Unrounded<Float>>.of(tensor, jobs: jobs)
    case .float16: try PlannedPieces<BinaryHalf>.of(tensor, jobs: jobs)
    case .bfloat16: try PlannedPieces<BrainHalf>.of(tensor, jobs: jobs)
    }
  }

  /// Draws one tensor and passes its elements on, chunk after chunk.
  ///
  /// - Parameters:
  ///   - index: A position in ``tensors``.
  ///   - body: Takes a chunk.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared, and what `body` throws.
  public func forEachChunk(
    of index: Int,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let pieces = try pieces(of: index)
    try forEachPiece(
      pieces,
      byteCount: plannedTensors[index].descriptor.elementType.byteCount,
      body
    )
  }

  /// The values of one tensor as stored.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - type: The type in which to draw.
  /// - Returns: `nil` when there is no such tensor. Values of float16 and bfloat16 tensors are
  ///   returned before their rounding.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared.
  public func values<Element: DrawnElement>(
    of name: String,
    as type: Element.Type = Element.self
  ) throws -> [Element]? {
    guard let tensor = plannedTensors.first(where: { $0.descriptor.name == name }) else {
      return nil
    }
    var values: [Element] = []
    values.reserveCapacity(tensor.descriptor.elementCount)
    let pieces = try PlannedPieces<Unrounded<Element>>.of(tensor, jobs: jobs)
    try forEachPiece(pieces, byteCount: MemoryLayout<Element>.size) { bytes in
      values.append(contentsOf: bytes.assumingMemoryBound(to: Element.self))
    }
    return values
  }

  /// Draws as many pieces at once as there are threads, and passes them on in order.
  private func forEachPiece(
    _ pieces: any TensorPieces,
    byteCount: Int,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard pieces.count > 0 else { return }
    let longest = pieces.longest * byteCount
    let atOnce = max(1, min(jobs, pieces.count, PlannedPieceSize.largest / longest))
    let buffer = try DrawBuffer<UInt8>(atOnce * longest, for: "\(atOnce) pieces of a tensor")
    for first in stride(from: 0, to: pieces.count, by: atOnce) {
      let group = first..<min(first + atOnce, pieces.count)
      nonisolated(unsafe) let memory = buffer.values
      let failures = FirstFailure()
      @Sendable func target(_ piece: Int) -> UnsafeMutableRawBufferPointer {
        let start = (piece - first) * longest
        let length = pieces.range(of: piece).count * byteCount
        return UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(memory)[start..<start + length]
        )
      }
      if group.count == 1 {
        try pieces.make(first, into: target(first))
      } else {
        DispatchQueue.concurrentPerform(iterations: group.count) { offset in
          failures.collect { try pieces.make(first + offset, into: target(first + offset)) }
        }
        try failures.rethrow()
      }
      for piece in group { try body(UnsafeRawBufferPointer(target(piece))) }
    }
  }
}

extension TensorPieces {
  /// The elements of the longest piece.
  package var longest: Int { (0..<count).reduce(0) { max($0, range(of: $1).count) } }
}
