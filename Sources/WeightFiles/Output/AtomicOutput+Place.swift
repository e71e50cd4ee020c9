import Foundation

extension AtomicOutput {
  /// Checks that the folder of the output exists.
  static func checkParent(of url: URL) throws {
    let folder = url.deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw WeightFileError(
        code: .cannotCreate,
        message: "the folder \(folder) does not exist; create it first, or choose another place",
        path: url.path
      )
    }
    guard isFolder.boolValue else {
      throw WeightFileError(
        code: .cannotCreate,
        message: "\(folder) is a file, not a folder; choose another place",
        path: url.path
      )
    }
  }

  /// Checks that what is at the place of the output, if anything, may be replaced by it.
  static func checkReplaceable(_ url: URL, isFolder: Bool) throws {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
      let type = attributes[.type] as? FileAttributeType
    else { return }
    switch (type, isFolder) {
    case (.typeRegular, false):
      return
    case (.typeDirectory, true):
      if let foreign = foreignFile(in: url) {
        throw WeightFileError(
          code: .notOurs,
          message: "the folder holds \(foreign), which no manifest of weightinit lists; "
            + "choose an empty or a new folder, or move its files away",
          path: url.path
        )
      }
    case (.typeDirectory, false):
      throw WeightFileError(
        code: .cannotCreate,
        message: "there is a folder of that name; choose the name of a file",
        path: url.path
      )
    case (.typeRegular, true):
      throw WeightFileError(
        code: .cannotCreate,
        message: "there is a file of that name, and this format needs a folder; "
          + "choose another name",
        path: url.path
      )
    case (.typeSymbolicLink, _):
      throw WeightFileError(
        code: .cannotCreate,
        message: "this is a symbolic link to nothing; remove it, or create what it leads to",
        path: url.path
      )
    default:
      throw WeightFileError(
        code: .cannotCreate,
        message: "this is a device or a pipe, and only a regular file can be replaced whole",
        path: url.path
      )
    }
  }

  /// A file in the folder that this package did not write, by its path in the folder.
  ///
  /// - Parameter folder: An existing folder.
  /// - Returns: `nil` when the folder is empty or all its files are listed by its manifest.
  private static func foreignFile(in folder: URL) -> String? {
    guard let names = FileManager.default.enumerator(atPath: folder.path) else { return "files" }
    var listed: Set<String> = []
    if let data = try? Data(contentsOf: folder.appendingPathComponent("manifest.json")),
      let manifest = try? JSONDecoder().decode(FileList.self, from: data),
      manifest.schema.hasPrefix("weightinit/manifest")
    {
      listed = Set(manifest.tensors.map(\.file) + ["manifest.json"])
      for file in manifest.tensors.map(\.file) {
        var parent = (file as NSString).deletingLastPathComponent
        while !parent.isEmpty, parent != "/", listed.insert(parent).inserted {
          parent = (parent as NSString).deletingLastPathComponent
        }
      }
    }
    var foreign: [String] = []
    while let name = names.nextObject() as? String {
      if !listed.contains(name) { foreign.append(name) }
    }
    return foreign.min()
  }

  /// What the check reads of a manifest, of whatever version.
  private struct FileList: Decodable {
    struct Tensor: Decodable {
      var file: String
    }
    var schema: String
    var tensors: [Tensor]
  }
}
