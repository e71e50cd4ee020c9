public import Foundation
import WeightInit

extension Manifest {
  /// The most bytes that a manifest may take.
  private static let maximumByteCount = 256 << 20

  /// The manifest as JSON; equal manifests give equal bytes.
  ///
  /// - Returns: UTF-8 text that ends with a newline.
  /// - Throws: ``WeightFileError`` `unsupported` when a number is infinite or not a number where JSON
  ///   must hold it.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self) + Data("\n".utf8)
    } catch {
      throw WeightFileError(
        code: .unsupported,
        message: "the manifest cannot be written as JSON: \(error)",
        path: Self.folderFileName
      )
    }
  }

  /// Reads a manifest.
  ///
  /// - Parameter url: The manifest's file.
  /// - Returns: The manifest.
  /// - Throws: ``WeightFileError``: `notFound`; `malformed` with the field that is wrong; or
  ///   `unsupported` for another version of the schema.
  public static func read(from url: URL) throws -> Manifest {
    let file = try InputFile(url)
    guard file.byteCount <= maximumByteCount else {
      throw WeightFileError(
        code: .unsupported,
        message: "\(file.byteCount) bytes are too many for a manifest",
        path: url.path
      )
    }
    let bytes = try file.read(at: 0, count: file.byteCount)
    func failure(_ message: String, _ code: WeightFileError.Code = .malformed) -> WeightFileError {
      WeightFileError(code: code, message: message, path: url.path)
    }
    let root: DocumentNode
    do {
      root = try DocumentNode(json: bytes)
    } catch {
      throw WeightFileError(
        code: .malformed,
        message: "not valid JSON: \(error)",
        path: url.path,
        byteOffset: error.byteOffset
      )
    }
    guard let schema = root["schema"]?.text, schema.hasPrefix(schemaFamily) else {
      throw failure("this is not a manifest of weightinit: it has no schema \"\(currentSchema)\"")
    }
    guard schema == currentSchema else {
      throw failure(
        "the manifest follows \"\(schema)\" and this version reads \"\(currentSchema)\"; "
          + "use the version of weightinit that wrote it, or write it again",
        .unsupported
      )
    }
    let manifest: Manifest
    do {
      manifest = try DocumentDecoder.decode(Manifest.self, from: root)
    } catch let error as DecodingError {
      throw failure(describe(error))
    }
    if let problem = manifest.problem { throw failure(problem) }
    return manifest
  }

  /// The place, as a JSON pointer, and the reason of a decoding error.
  private static func describe(_ error: DecodingError) -> String {
    func pointer(_ path: [any CodingKey]) -> String {
      path.map { key in
        let name = key.stringValue.replacingOccurrences(of: "~", with: "~0")
        return "/" + name.replacingOccurrences(of: "/", with: "~1")
      }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(pointer(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      return "\(pointer(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }
}
