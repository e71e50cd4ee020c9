public import Foundation
public import WeightInit

/// A single safetensors file, as Hugging Face's library writes it.
public struct SafetensorsFormat: TensorFormat {
  /// The most that a header may take, as in the reference library.
  static let maximumHeaderByteCount = 100_000_000

  let calls: FileSystemCalls

  /// Creates the format.
  public init() {
    self.init(calls: .system)
  }

  init(calls: FileSystemCalls) {
    self.calls = calls
  }

  /// `safetensors`.
  public var identifier: String { "safetensors" }
  /// One line about the format.
  public var summary: String {
    "safetensors: a single file for PyTorch, MLX, Flax and Hugging Face"
  }
  /// `safetensors`.
  public var fileExtensions: [String] { ["safetensors"] }
  /// Always false.
  public var isFolder: Bool { false }
  /// None.
  public var requiredLayout: WeightLayout? { nil }

  /// Whether a file begins with the length of a header that it can hold, and the header with `{`.
  ///
  /// - Parameter url: A file.
  /// - Returns: `false` too when nothing is there or it cannot be read.
  public func recognizes(_ url: URL) -> Bool {
    guard let file = try? InputFile(url), let start = try? file.read(at: 0, count: 9),
      start.count == 9, start[8] == UInt8(ascii: "{")
    else { return false }
    let count = SafetensorsHeader.byteCount(start)
    return count <= Self.maximumHeaderByteCount && Int(count) <= file.byteCount - 8
  }

  /// Begins to write a safetensors file.
  ///
  /// - Parameters:
  ///   - contents: The tensors to write.
  ///   - url: Where the finished file shall be.
  /// - Returns: A writer that awaits the tensors by falling alignment, then by name, as the
  ///   reference library orders them.
  /// - Throws: ``WeightFileError`` when two tensors share a name, one is called `__metadata__`, the
  ///   header would be too large, or the place cannot be written.
  public func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter {
    try SafetensorsWriter(contents.tensors, at: url, calls: calls)
  }

  /// Opens a safetensors file.
  ///
  /// - Parameter url: The file.
  /// - Returns: A reader of its tensors in the order of their data.
  /// - Throws: ``WeightFileError`` when it cannot be read or breaks a rule of the format.
  public func makeReader(at url: URL) throws -> any TensorReader {
    try SafetensorsReader(url)
  }
}
