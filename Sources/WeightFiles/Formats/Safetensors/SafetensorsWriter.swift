import Foundation
import WeightInit

/// Writes a safetensors file.
final class SafetensorsWriter: TensorWriter {
  let order: [Int]
  let fileNames: [String]
  let output: AtomicOutput

  private var turn: TensorTurn
  private var file: FileWriter?

  init(_ tensors: [TensorDescriptor], at url: URL, calls: FileSystemCalls) throws {
    func failure(_ message: String) -> WeightFileError {
      WeightFileError(code: .unsupported, message: message, path: url.path)
    }
    var names: Set<String> = ["__metadata__"]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw failure(
          "a tensor cannot be called \"\(tensor.name.prefix(200))\": the name is reserved or taken "
            + "by another tensor"
        )
      }
    }
    order = tensors.indices.sorted { first, second in
      let firstRank = SafetensorsType(tensors[first].elementType).rank
      let secondRank = SafetensorsType(tensors[second].elementType).rank
      if firstRank != secondRank { return firstRank < secondRank }
      return tensors[first].name.utf8.lexicographicallyPrecedes(tensors[second].name.utf8)
    }
    let ordered = order.map { tensors[$0] }
    guard let header = SafetensorsHeader.bytes(for: ordered) else {
      throw failure("the tensors together are too large for any file")
    }
    guard header.count - 8 <= SafetensorsFormat.maximumHeaderByteCount else {
      throw failure("the names of the tensors take more room than the format's header allows")
    }
    turn = TensorTurn(ordered, path: url.path)
    output = try AtomicOutput(replacing: url, isFolder: false, calls: calls)
    fileNames = Array(repeating: url.lastPathComponent, count: tensors.count)
    let file = try FileWriter(
      output.temporaryURL,
      creating: false,
      reportedAs: output.url,
      calls: calls
    )
    try header.withUnsafeBytes(file.write)
    self.file = file
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    while turn.next() != nil {}
    try turn.take(bytes.count)
    try file?.write(bytes)
  }

  func close() throws {
    while turn.next() != nil {}
    try turn.requireComplete()
    try file?.close()
    file = nil
  }

  func cancel() {
    file = nil
    output.discard()
  }
}
