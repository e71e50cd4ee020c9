public import Foundation
public import WeightInit

/// A folder with one `<tensor name>.npy` for each tensor, as `numpy.save` writes them.
///
/// Reads such a folder of anyone's making, or a single .npy file. bfloat16, which .npy has no type
/// for, is read from the two opaque bytes that `ml_dtypes` saves, and not written.
public struct NumPyFormat: TensorFormat {
  let calls: FileSystemCalls

  /// Creates the format.
  public init() {
    self.init(calls: .system)
  }

  init(calls: FileSystemCalls) {
    self.calls = calls
  }

  /// `npy`.
  public var identifier: String { "npy" }
  /// One line about the format.
  public var summary: String { "NumPy: a folder with one .npy file for each tensor" }
  /// None: an output with the extension `npy` would be expected to be a single file.
  public var fileExtensions: [String] { [] }
  /// Always true.
  public var isFolder: Bool { true }
  /// None.
  public var requiredLayout: WeightLayout? { nil }

  /// Whether there is a .npy file, or a folder that holds one.
  ///
  /// - Parameter url: A file or folder.
  /// - Returns: `false` too when nothing is there or it cannot be read.
  public func recognizes(_ url: URL) -> Bool {
    if let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) {
      return names.contains(where: NumPyReader.isArrayName)
    }
    guard let file = try? InputFile(url) else { return false }
    return (try? file.read(at: 0, count: NumPyHeader.magic.count)) == NumPyHeader.magic
  }

  /// Begins to write a folder of .npy files.
  ///
  /// - Parameters:
  ///   - contents: The tensors to write.
  ///   - url: Where the finished folder shall be.
  /// - Returns: A writer that awaits the bytes of the tensors in their own order.
  /// - Throws: ``WeightFileError`` when a tensor is bfloat16, a name is empty, too long or taken, or
  ///   the place cannot be written.
  public func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter {
    try NumPyWriter(contents.tensors, at: url, calls: calls)
  }

  /// Opens a folder of .npy files, or a single .npy file.
  ///
  /// - Parameter url: The folder or file.
  /// - Returns: A reader whose tensors are named after their files, in the order of their names'
  ///   bytes.
  /// - Throws: ``WeightFileError`` when it cannot be read or a header or a length is wrong.
  public func makeReader(at url: URL) throws -> any TensorReader {
    try NumPyReader(url)
  }
}
