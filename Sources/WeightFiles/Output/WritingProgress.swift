/// How far the writing of a file has come.
public struct WritingProgress: Sendable, Hashable {
  /// The position in the source of the tensor that is being written.
  public let tensorIndex: Int
  /// The bytes of all tensors that have been written.
  public let completedByteCount: Int
  /// The bytes of all tensors.
  public let totalByteCount: Int
}
