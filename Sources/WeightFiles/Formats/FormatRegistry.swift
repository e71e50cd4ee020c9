public import Foundation
import WeightInit

/// The file formats that are known, an immutable value.
///
/// `FormatRegistry.builtIn.registering(MyFormat())` knows one more.
public struct FormatRegistry: Sendable {
  /// The formats in the order of their registration.
  public private(set) var formats: [any TensorFormat] = []

  /// The formats of this module.
  public static let builtIn = FormatRegistry(unchecked: BuiltInFormats.all)

  /// Knows no format yet.
  public init() {}

  private init(unchecked formats: [any TensorFormat]) {
    self.formats = formats
  }

  /// The same registry with one more format.
  ///
  /// - Parameter format: The format.
  /// - Returns: The larger registry.
  /// - Throws: `WeightInitError` with the code `duplicateIdentifier` when another format has the
  ///   identifier or one of the file name extensions.
  public func registering(_ format: any TensorFormat) throws -> FormatRegistry {
    if formats.contains(where: { $0.identifier == format.identifier }) {
      throw WeightInitError(
        code: .duplicateIdentifier,
        message: "two file formats have the identifier \(format.identifier)"
      )
    }
    for known in formats {
      let extensions = Set(known.fileExtensions.map { $0.lowercased() })
      guard let taken = format.fileExtensions.first(where: { extensions.contains($0.lowercased()) })
      else { continue }
      throw WeightInitError(
        code: .duplicateIdentifier,
        message: "the file formats \(known.identifier) and \(format.identifier) both stand for the "
          + "file name extension .\(taken)"
      )
    }
    return FormatRegistry(unchecked: formats + [format])
  }

  /// The format with an identifier.
  ///
  /// - Parameter identifier: For example `safetensors`.
  /// - Returns: `nil` when no format has it.
  public func format(named identifier: String) -> (any TensorFormat)? {
    formats.first { $0.identifier == identifier }
  }

  /// The format that a file name's extension stands for; the longest extension wins.
  ///
  /// - Parameter url: A file or folder, which need not exist.
  /// - Returns: `nil` when the name has no extension of a format.
  public func format(forNameOf url: URL) -> (any TensorFormat)? {
    let name = url.lastPathComponent.lowercased()
    return
      formats
      .flatMap { format in
        format.fileExtensions.map { (format: format, suffix: ".\($0.lowercased())") }
      }
      .filter { name.hasSuffix($0.suffix) && name.utf8.count > $0.suffix.utf8.count }
      .max { $0.suffix.utf8.count < $1.suffix.utf8.count }?
      .format
  }

  /// The format of an existing file or folder, judged by its first bytes and, among formats that
  /// share them, by its name.
  ///
  /// - Parameter url: A file or folder.
  /// - Returns: The format; when none recognizes the bytes, the one that the name stands for, whose
  ///   reader can say what is wrong.
  /// - Throws: ``WeightFileError`` `notFound` when nothing is there, `unsupported` when neither bytes
  ///   nor name tell a format.
  public func format(ofContentsAt url: URL) throws -> any TensorFormat {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw WeightFileError(
        code: .notFound,
        message: "there is no such file or folder",
        path: url.path
      )
    }
    let named = format(forNameOf: url)
    if let named, named.recognizes(url) { return named }
    if let format = formats.first(where: { $0.recognizes(url) }) ?? named { return format }
    let known = formats.map(\.identifier).joined(separator: ", ")
    throw WeightFileError(
      code: .unsupported,
      message:
        "this is no weight file of a known format (\(known))",
      path: url.path
    )
  }
}
