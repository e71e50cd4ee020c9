public import WeightInit

public import struct Foundation.URL

/// A file format for tensors.
///
/// A new format is one type that conforms to this protocol and one line in its module's list of
/// built-in formats.
public protocol TensorFormat: Sendable {
  /// The format's name on the command line and in manifests, for example `safetensors`.
  var identifier: String { get }
  /// One line about the format, for lists and help.
  var summary: String { get }
  /// The file name extensions, without the leading dot, that stand for the format; empty for formats
  /// that are named explicitly. The longest matching extension of all formats wins, so that
  /// `weights.h5` is not `h5`.
  var fileExtensions: [String] { get }
  /// Whether the tensors lie in a folder rather than in a single file.
  var isFolder: Bool { get }
  /// The layout that the format's readers demand, or `nil` when any will do.
  var requiredLayout: WeightLayout? { get }

  /// Whether the bytes at a place look like this format, judged by their first bytes.
  ///
  /// - Parameter url: A file or folder; it may not exist.
  /// - Returns: `false` too when nothing is there or it cannot be read.
  func recognizes(_ url: URL) -> Bool

  /// Begins to write a file (or folder).
  ///
  /// Nothing appears at `url` before ``TensorWriter/finish()``.
  ///
  /// - Parameters:
  ///   - contents: The tensors to write and what the file shall say about them.
  ///   - url: Where the finished file shall be.
  /// - Returns: A writer that awaits the bytes of the tensors.
  /// - Throws: ``WeightFileError`` when the format cannot hold the tensors or the place cannot be
  ///   written.
  func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter

  /// Opens a file (or folder) for reading.
  ///
  /// - Parameter url: A file or folder of this format, of anyone's making.
  /// - Returns: A reader of its tensors; their bytes are read when they are asked for.
  /// - Throws: ``WeightFileError`` when it cannot be read or does not follow the format.
  func makeReader(at url: URL) throws -> any TensorReader
}

/// Takes the bytes of tensors and makes a file of them that appears whole or not at all.
public protocol TensorWriter: AnyObject {
  /// The order in which the tensors must be written: positions in ``FileContents/tensors``.
  var order: [Int] { get }

  /// The files that come into being, relative to the folder of the output, by position in
  /// ``FileContents/tensors``.
  var fileNames: [String] { get }

  /// Appends the next bytes, little-endian and in C order, of the tensor whose turn it is.
  ///
  /// - Parameter bytes: Whole elements. A tensor is complete when all its bytes have come; the next
  ///   in ``order`` follows without further notice.
  /// - Throws: ``WeightFileError`` when the bytes cannot be written.
  func write(_ bytes: UnsafeRawBufferPointer) throws

  /// Completes the bytes in the temporary place; nothing has appeared yet.
  ///
  /// - Throws: ``WeightFileError`` when bytes are missing or cannot be written.
  func close() throws

  /// Where the writer writes. Its owner commits it after ``close()``, together with what shall
  /// appear at the same moment (a manifest).
  var output: AtomicOutput { get }

  /// Removes what has been written so far.
  ///
  /// Harmless after ``finish()``.
  func cancel()
}

extension TensorWriter {
  /// Completes the output and makes it appear in its place, replacing an older one of its kind.
  ///
  /// - Throws: ``WeightFileError``; then nothing has appeared and an older file is untouched.
  public func finish() throws {
    try close()
    try output.commit()
  }
}

/// A file opened for reading.
public protocol TensorReader: TensorSource {
  /// The tensors in the file that this package does not measure (integers, strings, …), by name.
  var skipped: [SkippedTensor] { get }
  /// The layout that the contents tell, where the format allows several; `nil` when they do not. `nil` by
  /// default.
  var layout: WeightLayout? { get }
}

extension TensorReader {
  /// `nil`: the contents do not tell their layout.
  public var layout: WeightLayout? { nil }
}

/// A tensor that a reader found but whose elements are not floating point numbers that it knows.
public struct SkippedTensor: Sendable, Hashable, Encodable {
  /// The tensor's name in the file.
  public let name: String
  /// The element type as the format spells it, for example `I64`.
  public let elementType: String

  /// Names a skipped tensor.
  ///
  /// - Parameters:
  ///   - name: The tensor's name in the file.
  ///   - elementType: The element type as the format spells it.
  public init(name: String, elementType: String) {
    self.name = name
    self.elementType = elementType
  }
}
