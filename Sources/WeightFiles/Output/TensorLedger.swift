import Synchronization
import WeightInit

/// Keeps account of the bytes that tensors still await, for several threads.
final class TensorLedger: Sendable {
  private let tensors: [TensorDescriptor]
  /// The order in which bytes come that do not say where they belong.
  private let order: [Int]
  private let path: String
  private let missing: Mutex<[Int]>

  /// Begins with nothing written.
  ///
  /// - Parameters:
  ///   - tensors: The tensors.
  ///   - order: Positions in `tensors`, in the order in which their bytes come where they do not say.
  ///   - path: The output, for messages.
  init(_ tensors: [TensorDescriptor], order: [Int], path: String) {
    self.tensors = tensors
    self.order = order
    self.path = path
    missing = Mutex(tensors.map(\.byteCount))
  }

  /// The place of the next bytes when tensors come one after the other.
  ///
  /// - Parameter byteCount: The number of bytes, more than 0.
  /// - Returns: The first tensor that is not complete and what it has already got.
  /// - Throws: ``WeightFileError`` when all are complete.
  func next(_ byteCount: Int) throws -> (tensor: Int, offset: Int) {
    try missing.withLock { missing in
      guard let tensor = order.first(where: { missing[$0] > 0 }) else {
        throw failure("\(byteCount) bytes came after the last tensor")
      }
      return (tensor, tensors[tensor].byteCount - missing[tensor])
    }
  }

  /// Checks that bytes are whole elements of a tensor that awaits them.
  ///
  /// - Throws: ``WeightFileError`` when they are more than the tensor awaits or not whole elements.
  func check(_ byteCount: Int, of tensor: Int, at offset: Int) throws {
    let awaited = missing.withLock { $0[tensor] }
    let descriptor = tensors[tensor]
    let size = descriptor.elementType.byteCount
    guard byteCount <= awaited, offset >= 0, offset <= descriptor.byteCount - byteCount,
      byteCount % size == 0, offset % size == 0
    else {
      throw failure(
        "\(byteCount) bytes came for the tensor \(descriptor.name), which awaits \(awaited) bytes of "
          + "\(descriptor.elementType)"
      )
    }
  }

  /// Takes note of bytes that have been written.
  ///
  /// - Returns: Whether the tensor is complete.
  func note(_ byteCount: Int, of tensor: Int) -> Bool {
    missing.withLock { missing in
      missing[tensor] -= byteCount
      return missing[tensor] == 0
    }
  }

  /// Checks that all tensors are complete.
  ///
  /// - Throws: ``WeightFileError`` that names a tensor whose bytes are missing.
  func requireComplete() throws {
    try missing.withLock { missing in
      guard let tensor = order.first(where: { missing[$0] > 0 }) else { return }
      throw failure(
        "\(missing[tensor]) bytes of the tensor \(tensors[tensor].name) have not been written"
      )
    }
  }

  private func failure(_ message: String) -> WeightFileError {
    WeightFileError(code: .inputOutput, message: message, path: path)
  }
}
