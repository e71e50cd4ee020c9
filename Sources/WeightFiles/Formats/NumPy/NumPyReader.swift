import Foundation
import WeightInit

/// Reads a folder of .npy files, or a single one.
struct NumPyReader: TensorReader {
  let tensors: [TensorDescriptor]
  let skipped: [SkippedTensor]

  private let arrays: [(url: URL, array: NumPyArray)]

  /// Whether a file of this name in a folder is taken for a tensor; hidden ones are not.
  static func isArrayName(_ name: String) -> Bool {
    name.hasSuffix(".npy") && !name.hasPrefix(".")
  }

  init(_ url: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw WeightFileError(
        code: .notFound,
        message: "there is no such file or folder",
        path: url.path
      )
    }
    var files = [url]
    if isFolder.boolValue {
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: url.path)
      } catch {
        throw WeightFileError(
          code: .notFound,
          message: "the folder cannot be listed: \(error.localizedDescription)",
          path: url.path
        )
      }
      files = names.filter(Self.isArrayName)
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { url.appendingPathComponent($0) }
      guard !files.isEmpty else {
        throw WeightFileError(
          code: .unsupported,
          message: "the folder holds no .npy files",
          path: url.path
        )
      }
    }
    var arrays: [(URL, NumPyArray)] = []
    var skipped: [SkippedTensor] = []
    for file in files {
      let input = try InputFile(file)
      let fileName = file.lastPathComponent
      let name = TensorFileName.decode(
        fileName.hasSuffix(".npy") ? String(fileName.dropLast(4)) : fileName
      )
      switch try NumPyArray.open(name, in: input, at: 0..<input.byteCount) {
      case .array(let array): arrays.append((file, array))
      case .skipped(let tensor): skipped.append(tensor)
      }
    }
    self.arrays = arrays
    self.skipped = skipped
    tensors = arrays.map(\.1.tensor)
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let (url, array) = arrays[index]
    try array.forEachChunk(in: InputFile(url), body)
  }
}
