import WeightInit

/// Keeps account of whose turn it is while the bytes of tensors arrive one after the other.
struct TensorTurn {
  /// The bytes that the current tensor still awaits; 0 before the first.
  private(set) var missing = 0

  private var position = -1
  private let tensors: [TensorDescriptor]
  private let path: String

  /// Begins before the first tensor.
  ///
  /// - Parameters:
  ///   - tensors: The tensors in the order in which their bytes come.
  ///   - path: The output, for messages.
  init(_ tensors: [TensorDescriptor], path: String) {
    self.tensors = tensors
    self.path = path
  }

  /// Moves on when the current tensor is complete.
  ///
  /// - Returns: The tensor whose turn begins; `nil` when the current one still awaits bytes or was
  ///   the last.
  mutating func next() -> TensorDescriptor? {
    guard missing == 0, position + 1 < tensors.count else { return nil }
    position += 1
    missing = tensors[position].byteCount
    return tensors[position]
  }

  /// Takes note of bytes of the current tensor.
  ///
  /// - Parameter byteCount: The number of bytes, more than 0.
  /// - Throws: ``WeightFileError`` when they are more than the tensor awaits or not whole elements.
  mutating func take(_ byteCount: Int) throws {
    guard tensors.indices.contains(position), missing > 0 else {
      throw WeightFileError(
        code: .inputOutput,
        message: "\(byteCount) bytes came after the last tensor",
        path: path
      )
    }
    let tensor = tensors[position]
    guard byteCount <= missing, byteCount % tensor.elementType.byteCount == 0 else {
      throw WeightFileError(
        code: .inputOutput,
        message: "\(byteCount) bytes came for the tensor \(tensor.name), which awaits \(missing) "
          + "bytes of \(tensor.elementType)",
        path: path
      )
    }
    missing -= byteCount
  }

  /// Checks that the last tensor is complete.
  ///
  /// - Throws: ``WeightFileError`` that names the tensor whose bytes are missing.
  func requireComplete() throws {
    guard missing > 0 else { return }
    throw WeightFileError(
      code: .inputOutput,
      message: "\(missing) bytes of the tensor \(tensors[position].name) have not been written",
      path: path
    )
  }
}
