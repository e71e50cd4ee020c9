internal import WeightInit

/// A source of which one tensor has the lengths of its axes in the opposite order.
///
/// The same bytes, as a file has them whose maker stored columns first and gave the shape of rows first.
struct ReshapedSource: TensorSource {
  let tensors: [TensorDescriptor]
  private let source: any TensorSource

  /// Reshapes a tensor; `nil` when the descriptor cannot be formed.
  init?(_ source: any TensorSource, tensor index: Int) {
    let descriptor = source.tensors[index]
    guard
      let reshaped = TensorDescriptor(
        name: descriptor.name,
        shape: descriptor.shape.reversed(),
        elementType: descriptor.elementType
      )
    else { return nil }
    var tensors = source.tensors
    tensors[index] = reshaped
    self.tensors = tensors
    self.source = source
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try source.forEachChunk(of: index, body)
  }
}
