import CWeightKernels
import Dispatch

extension InitializationPlan: TensorSource {
  /// The tensors, in the network's order.
  public var tensors: [TensorDescriptor] { plannedTensors.map(\.descriptor) }

  /// Draws one tensor and passes its elements on, chunk after chunk.
  ///
  /// Memory does not grow with the tensor where the layout keeps neurons in front; a layout that puts
  /// them last (keras) holds one whole tensor at a time, and so do matrix-wide schemes.
  ///
  /// - Parameters:
  ///   - index: A position in ``tensors``.
  ///   - body: Takes a chunk.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared, and what `body` throws.
  public func forEachChunk(
    of index: Int,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let tensor = plannedTensors[index]
    let fill = try DrawingThreads.$count.withValue(jobs) { try tensor.prepare() }
    switch tensor.descriptor.elementType {
    case .float64: try draw(tensor, fill, as: Double.self, body)
    case .float32, .float16, .bfloat16: try draw(tensor, fill, as: Float.self, body)
    }
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
    let fill = try DrawingThreads.$count.withValue(jobs) { try tensor.prepare() }
    var values: [Element] = []
    values.reserveCapacity(tensor.descriptor.elementCount)
    try stream(tensor, fill) { (chunk: UnsafeMutableBufferPointer<Element>) in
      values.append(contentsOf: chunk)
    }
    return values
  }

  /// The elements that are drawn at once.
  private static let chunkLength = 1 << 20

  private func draw<Element: DrawnElement>(
    _ tensor: TensorPlan,
    _ fill: any TensorFill,
    as type: Element.Type,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var halves: [UInt16] = []
    try stream(tensor, fill) { (chunk: UnsafeMutableBufferPointer<Element>) in
      guard let floats = UnsafeBufferPointer(chunk) as? UnsafeBufferPointer<Float>,
        let base = floats.baseAddress, tensor.descriptor.elementType.byteCount == 2
      else {
        return try body(UnsafeRawBufferPointer(chunk))
      }
      if halves.count < floats.count { halves = Array(repeating: 0, count: floats.count) }
      if tensor.descriptor.elementType == .float16 {
        wk_f32_to_f16(base, floats.count, &halves)
      } else {
        wk_f32_to_bf16(base, floats.count, &halves)
      }
      try halves.withUnsafeBytes { bytes in
        try body(UnsafeRawBufferPointer(rebasing: bytes[..<(floats.count * 2)]))
      }
    }
  }

  /// Draws in logical order and passes on in stored order.
  private func stream<Element: DrawnElement>(
    _ tensor: TensorPlan,
    _ fill: any TensorFill,
    _ body: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) throws {
    let count = tensor.descriptor.elementCount
    guard count > 0 else { return }
    // With the neurons in front, a block of whole neurons is a block of the file as well.
    let keepsNeurons = tensor.order.permutation.first == 0
    let drawsRows = fill is any RowFill
    let blockLength: Int
    if tensor.order.isIdentity, !drawsRows {
      blockLength = min(count, Self.chunkLength)
    } else if keepsNeurons {
      blockLength = min(count, max(1, Self.chunkLength / tensor.rowLength) * tensor.rowLength)
    } else {
      blockLength = count
    }
    let name = tensor.descriptor.name
    let drawn = try DrawBuffer<Element>(blockLength, for: "a block of `\(name)`")
    let arranged = try DrawBuffer<Element>(
      tensor.order.isIdentity ? 0 : blockLength,
      for: "a block of `\(name)` in the layout's order"
    )
    for start in Swift.stride(from: 0, to: count, by: blockLength) {
      let range = start..<min(start + blockLength, count)
      let block = UnsafeMutableBufferPointer(rebasing: drawn.values[..<range.count])
      drawInParallel(fill, range, into: block, alignment: drawsRows ? tensor.rowLength : 1)
      if tensor.order.isIdentity {
        try body(block)
      } else {
        var order = tensor.order
        order.logicalShape[0] = range.count / tensor.rowLength
        let stored = UnsafeMutableBufferPointer(rebasing: arranged.values[..<range.count])
        order.arrange(UnsafeBufferPointer(block), into: stored)
        try body(stored)
      }
    }
  }

  /// Splits a range among the threads, at multiples of a length.
  private func drawInParallel<Element: DrawnElement>(
    _ fill: any TensorFill,
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>,
    alignment: Int
  ) {
    let parts = min(jobs, range.count / 16_384)
    guard parts > 1 else { return fill.fill(range, into: values) }
    let share = (range.count + parts - 1) / parts
    let length = (share + alignment - 1) / alignment * alignment
    nonisolated(unsafe) let target = values
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let offset = min(part * length, range.count)
      let end = min(offset + length, range.count)
      guard offset < end else { return }
      fill.fill(
        range.lowerBound + offset..<range.lowerBound + end,
        into: UnsafeMutableBufferPointer(rebasing: target[offset..<end])
      )
    }
  }
}
