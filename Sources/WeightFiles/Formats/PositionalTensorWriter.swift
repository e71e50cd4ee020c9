/// A writer that takes the bytes of tensors in any order, so that several tensors can be made at the
/// same time.
public protocol PositionalTensorWriter: TensorWriter {
  /// Whether several threads may write at the same time.
  var writesConcurrently: Bool { get }

  /// Where the bytes of a tensor begin in the file that holds them, if that is known.
  ///
  /// Parts that end at multiples of 4096 bytes of the file, and lie in memory as they do in the
  /// file, may be written faster.
  ///
  /// - Parameter tensor: A position in ``FileContents/tensors``.
  /// - Returns: The offset; 0 when it is not known.
  func fileOffset(of tensor: Int) -> Int

  /// Writes some bytes of a tensor at their place.
  ///
  /// - Parameters:
  ///   - bytes: Whole elements, little-endian and in C order, that have not been written before.
  ///   - tensor: A position in ``FileContents/tensors``.
  ///   - offset: The place of the first byte among those of the tensor.
  /// - Throws: ``WeightFileError`` when the bytes cannot be written.
  func write(_ bytes: UnsafeRawBufferPointer, of tensor: Int, at offset: Int) throws
}
