public import WeightInit

/// A tensor as it has been written to a file.
public struct WrittenTensor: Sendable, Hashable {
  /// The tensor's name, shape and element type.
  public let tensor: TensorDescriptor
  /// The file that holds it, relative to the folder that its manifest lies in.
  public let file: String
  /// The digest of its values, see ``TensorDigest``.
  public let digest: String

  /// Describes a written tensor.
  ///
  /// - Parameters:
  ///   - tensor: The tensor's name, shape and element type.
  ///   - file: The file that holds it.
  ///   - digest: The digest of its values.
  public init(tensor: TensorDescriptor, file: String, digest: String) {
    self.tensor = tensor
    self.file = file
    self.digest = digest
  }
}
