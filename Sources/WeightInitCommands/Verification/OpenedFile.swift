import Foundation
import WeightFiles
import WeightInit
import WeightVerification

/// A weight file with the layout of its axes.
struct OpenedFile {
  let reader: any TensorReader
  /// Where a manifest of the file would be.
  let manifest: URL
  /// The layout that the axes are read by.
  let layout: WeightLayout
  private let orders: [String: AxisOrder]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: A weight file or folder.
  ///   - layout: Its layout; `nil` for that of its manifest or format, else what names tell.
  /// - Throws: `WeightFileError` when the file cannot be read.
  init(_ path: String, layout: WeightLayout?) throws {
    let url = URL(fileURLWithPath: path)
    let format = try ToolContext.current.formats.format(ofContentsAt: url)
    reader = try format.makeReader(at: url)
    manifest = Manifest.url(for: url, isFolder: format.isFolder)
    let recorded =
      try? FileManager.default.fileExists(atPath: manifest.path)
      ? Manifest.read(from: manifest).layout : nil
    self.layout =
      AssumedLayout(given: layout ?? recorded, format: format, reader: reader).layout
    orders = Dictionary(
      FileSubjects.subjects(of: reader.tensors, layout: self.layout).map { ($0.tensor, $0.order) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// How the stored axes of a tensor relate to the logical ones.
  func order(of tensor: TensorDescriptor) -> AxisOrder? { orders[tensor.name] }
}
