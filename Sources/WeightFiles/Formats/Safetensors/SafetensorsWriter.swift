import Foundation
import WeightInit

/// Writes a safetensors file.
final class SafetensorsWriter: PositionalTensorWriter {
  let order: [Int]
  let fileNames: [String]
  let output: AtomicOutput

  private let ledger: TensorLedger
  private let offsets: [Int]
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
    ledger = TensorLedger(tensors, order: order, path: url.path)
    var offsets = Array(repeating: 0, count: tensors.count)
    var end = header.count
    for index in order {
      offsets[index] = end
      end += tensors[index].byteCount
    }
    self.offsets = offsets
    output = try AtomicOutput(replacing: url, isFolder: false, calls: calls)
    fileNames = Array(repeating: url.lastPathComponent, count: tensors.count)
    let file = try FileWriter(
      output.temporaryURL,
      creating: false,
      byteCount: end,
      reportedAs: output.url,
      calls: calls
    )
    try header.withUnsafeBytes { try file.write($0, at: 0) }
    self.file = file
  }

  var writesConcurrently: Bool { true }

  func fileOffset(of tensor: Int) -> Int { offsets[tensor] }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    let (tensor, offset) = try ledger.next(bytes.count)
    try write(bytes, of: tensor, at: offset)
  }

  func write(_ bytes: UnsafeRawBufferPointer, of tensor: Int, at offset: Int) throws {
    try ledger.check(bytes.count, of: tensor, at: offset)
    try file?.write(bytes, at: offsets[tensor] + offset)
    _ = ledger.note(bytes.count, of: tensor)
  }

  func close() throws {
    try ledger.requireComplete()
    try file?.close()
    file = nil
  }

  func cancel() {
    file = nil
    output.discard()
  }
}
