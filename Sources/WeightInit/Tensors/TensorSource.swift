/// Something whose tensors can be streamed, in order, as little-endian bytes.
///
/// The narrow waist of the package: a plan draws its tensors, a reader reads them from a file, and
/// writers, verifiers and digests take either.
public protocol TensorSource: Sendable {
  /// The tensors, in the source's own order. Names are unique.
  var tensors: [TensorDescriptor] { get }

  /// Passes the elements of one tensor to `body`, chunk after chunk, in C order.
  ///
  /// Every chunk holds whole elements, little-endian; together they hold the whole tensor, once.
  /// The bytes are valid only during the call of `body`.
  ///
  /// - Parameters:
  ///   - index: A position in ``tensors``.
  ///   - body: Takes a chunk; an error that it throws ends the stream and is rethrown.
  /// - Throws: What `body` throws, and the source's own errors (of drawing, or of reading a file).
  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws
}
