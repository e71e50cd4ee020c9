public import Foundation
public import WeightInit

extension TensorFormat {
  /// Copies all tensors of a source into a file of this format, with a manifest.
  ///
  /// File and manifest appear at the same moment, when both are complete on the disk, or not at all.
  ///
  /// - Parameters:
  ///   - source: Where the tensors come from.
  ///   - layers: The layers of the network, for formats that address weights by layer.
  ///   - url: Where the finished file (or folder) shall be; one of its kind is replaced.
  ///   - makeManifest: Makes the manifest once the digests are known, from the tensors in the order
  ///     of the source; `nil` writes none.
  ///   - progress: Is called on the caller's thread after some bytes have been written; an error that
  ///     it throws ends the writing.
  /// - Returns: What has been written, in the order of the source.
  /// - Throws: ``WeightFileError``, and what the source and the closures throw; then nothing has
  ///   appeared and older files are untouched.
  @discardableResult
  public func write(
    _ source: any TensorSource,
    layers: [LayerOutline] = [],
    to url: URL,
    makeManifest: (([WrittenTensor]) throws -> Manifest)? = nil,
    progress: (WritingProgress) throws -> Void = { _ in }
  ) throws -> [WrittenTensor] {
    let tensors = source.tensors
    let writer = try makeWriter(for: FileContents(tensors: tensors, layers: layers), at: url)
    do {
      // Both places are checked before the long work.
      let place = Manifest.url(for: url, isFolder: false)
      let manifest =
        makeManifest == nil || isFolder
        ? nil : try AtomicOutput(replacing: place, isFolder: false)
      let digests = try copy(source, to: writer, progress: progress)
      let written = tensors.indices.map { index in
        WrittenTensor(
          tensor: tensors[index],
          file: writer.fileNames[index],
          digest: digests[index]
        )
      }
      try writer.close()
      var outputs = [writer.output]
      if let makeManifest {
        let bytes = try makeManifest(written).encoded()
        let file: FileWriter
        if let manifest {
          file = try FileWriter(
            manifest.temporaryURL,
            creating: false,
            reportedAs: manifest.url,
            calls: .system
          )
          outputs.append(manifest)
        } else {
          file = try FileWriter(
            writer.output.temporaryURL.appendingPathComponent(Manifest.folderFileName),
            creating: true,
            reportedAs: url,
            calls: .system
          )
        }
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        try file.close()
      }
      try AtomicOutput.commit(outputs)
      return written
    } catch {
      writer.cancel()
      throw error
    }
  }

  /// Copies the tensors: at the same time where source and writer can, else in the writer's order.
  ///
  /// - Parameters:
  ///   - source: Where the tensors come from.
  ///   - writer: Where they go.
  ///   - progress: Is called after some bytes have been written.
  /// - Returns: The digests in the source's order.
  /// - Throws: What source, writer and `progress` throw.
  private func copy(
    _ source: any TensorSource,
    to writer: any TensorWriter,
    progress: (WritingProgress) throws -> Void
  ) throws -> [String] {
    let tensors = source.tensors
    var digests = [String](repeating: "", count: tensors.count)
    var completed = 0
    var total = 0
    for tensor in tensors {
      let (sum, overflow) = total.addingReportingOverflow(tensor.byteCount)
      guard !overflow else {
        throw WeightFileError(
          code: .unsupported,
          message: "the tensors together are too large for any disk",
          path: writer.output.url.path
        )
      }
      total = sum
    }
    func report(_ index: Int, _ byteCount: Int) throws {
      completed += byteCount
      try progress(
        WritingProgress(
          tensorIndex: index,
          completedByteCount: completed,
          totalByteCount: total
        )
      )
    }
    if let source = source as? any PiecewiseTensorSource,
      let writer = writer as? any PositionalTensorWriter
    {
      return try TensorPipeline(source, writer).run(report: report)
    }
    for index in writer.order {
      var digest = TensorDigest(elementType: tensors[index].elementType)
      try source.forEachChunk(of: index) { chunk in
        digest.update(chunk)
        try writer.write(chunk)
        try report(index, chunk.count)
      }
      digests[index] = digest.finalize()
    }
    return digests
  }
}
