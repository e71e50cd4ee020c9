import Foundation
import WeightFiles

/// Finds the format of an output or an input.
enum FormatOption {
  /// The format of an output: the one that is named, else the one of the name's extension.
  static func ofOutput(named name: String?, at url: URL) throws -> any TensorFormat {
    let formats = ToolContext.current.formats
    let known = formats.formats.map { $0.identifier }.joined(separator: ", ")
    if let name {
      guard let format = formats.format(named: name) else {
        throw UsageError("unknown format `\(name)`; known are \(known)\(hint(name))")
      }
      return format
    }
    guard let format = formats.format(forNameOf: url) else {
      throw UsageError(
        "the name \(url.lastPathComponent) tells no format; give --format (\(known)) or an "
          + "extension such as .safetensors"
      )
    }
    return format
  }

  private static func hint(_ name: String) -> String {
    ["hdf5", "keras", "h5"].contains(name)
      ? "; this tool was built without HDF5 (package trait `HDF5`)" : ""
  }
}
