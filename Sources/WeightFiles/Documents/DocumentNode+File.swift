public import Foundation
public import WeightInit

extension DocumentNode {
  /// The most bytes that a document may take.
  private static let maximumDocumentByteCount = 16 << 20

  /// Reads a JSON or YAML file.
  ///
  /// - Parameter url: A file; `.json` is JSON, `.yaml` and `.yml` are YAML, and anything else is JSON
  ///   when it begins with `{` or `[`, and YAML otherwise.
  /// - Returns: The document.
  /// - Throws: ``WeightFileError``: `notFound`, or `malformed` with line and column in its message.
  public static func read(contentsOf url: URL) throws -> DocumentNode {
    let file = try InputFile(url)
    guard file.byteCount <= maximumDocumentByteCount else {
      throw tooLarge(file.byteCount, path: url.path)
    }
    return try DocumentNode(
      document: file.read(at: 0, count: file.byteCount),
      path: url.path
    )
  }

  /// Parses the bytes of a JSON or YAML document.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8, with or without byte order mark.
  ///   - path: Where it comes from, for messages; its extension tells JSON and YAML apart, as in
  ///     ``read(contentsOf:)``.
  /// - Throws: ``WeightFileError`` `malformed` with line and column in its message.
  public init(document bytes: [UInt8], path: String) throws {
    guard bytes.count <= Self.maximumDocumentByteCount else {
      throw Self.tooLarge(bytes.count, path: path)
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if Self.isJSON(text, path: path) {
      do {
        try self.init(json: text)
      } catch {
        throw WeightFileError(
          code: .malformed,
          message: error.description,
          path: path,
          byteOffset: error.byteOffset
        )
      }
    } else {
      guard let string = String(validating: text, as: UTF8.self) else {
        throw WeightFileError(
          code: .malformed,
          message: "the text is not valid UTF-8; save it as UTF-8",
          path: path
        )
      }
      try self.init(yaml: string, path: path)
    }
  }

  private static func isJSON(_ text: [UInt8], path: String) -> Bool {
    switch (path as NSString).pathExtension.lowercased() {
    case "json": return true
    case "yaml", "yml": return false
    default:
      let first = text.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
      return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
  }

  private static func tooLarge(_ byteCount: Int, path: String) -> WeightFileError {
    WeightFileError(
      code: .unsupported,
      message: "\(byteCount) bytes are too many for a document of at most "
        + "\(maximumDocumentByteCount)",
      path: path
    )
  }
}
