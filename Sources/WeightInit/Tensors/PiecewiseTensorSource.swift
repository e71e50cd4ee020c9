/// A source whose tensors can be made in pieces, by several threads at once.
public protocol PiecewiseTensorSource: TensorSource {
  /// How many threads shall make pieces.
  var jobs: Int { get }

  /// Prepares a tensor to be made in pieces.
  ///
  /// - Parameter index: A position in `tensors`.
  /// - Returns: The pieces.
  /// - Throws: The source's own errors.
  func pieces(of index: Int) throws -> any TensorPieces
}

/// A tensor in pieces that follow each other in the order in which it is stored.
public protocol TensorPieces: Sendable {
  /// The number of pieces; 0 for a tensor without elements.
  var count: Int { get }

  /// The elements of a piece, in C order of the tensor as stored.
  ///
  /// - Parameter piece: The position of the piece.
  /// - Returns: The range, never empty; it begins where the piece before it ends.
  func range(of piece: Int) -> Range<Int>

  /// Makes a piece.
  ///
  /// - Parameters:
  ///   - piece: The position of the piece.
  ///   - bytes: Receives the elements, little-endian; as long as they are, and aligned for them.
  /// - Throws: ``WeightInitError``, for example for want of memory.
  func make(_ piece: Int, into bytes: UnsafeMutableRawBufferPointer) throws
}
