import Foundation
import Synchronization
import WeightInit

/// Writes a folder of .npy files.
final class NumPyWriter: PositionalTensorWriter {
  let order: [Int]
  let fileNames: [String]
  let output: AtomicOutput

  private let tensors: [TensorDescriptor]
  private let headers: [[UInt8]]
  private let ledger: TensorLedger
  /// The files that have been begun and not completed.
  private let files = Mutex<[Int: FileWriter]>([:])

  init(_ tensors: [TensorDescriptor], at url: URL, calls: FileSystemCalls) throws {
    headers = try tensors.map { tensor in
      guard let header = NumPyHeader.bytes(for: tensor) else {
        throw WeightFileError(
          code: .unsupported,
          message: "the tensor \(tensor.name) is bfloat16, which .npy has no type for; "
            + "use float16 or float32, or the format safetensors",
          path: url.path
        )
      }
      return header
    }
    fileNames = try tensors.map { tensor in
      guard let name = TensorFileName.encode(tensor.name) else {
        throw WeightFileError(
          code: .unsupported,
          message: "the tensor name \"\(tensor.name.prefix(80))\" is empty or longer than "
            + "\(TensorFileName.maximumByteCount) bytes and cannot name a file; rename it, or use "
            + "the format safetensors",
          path: url.path
        )
      }
      return name + ".npy"
    }
    self.tensors = tensors
    order = Array(tensors.indices)
    ledger = TensorLedger(tensors, order: order, path: url.path)
    output = try AtomicOutput(replacing: url, isFolder: true, calls: calls)
  }

  var writesConcurrently: Bool { true }

  func fileOffset(of tensor: Int) -> Int { headers[tensor].count }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    let (tensor, offset) = try ledger.next(bytes.count)
    try write(bytes, of: tensor, at: offset)
  }

  func write(_ bytes: UnsafeRawBufferPointer, of tensor: Int, at offset: Int) throws {
    try ledger.check(bytes.count, of: tensor, at: offset)
    let file = try files.withLock { files in
      if let file = files[tensor] { return file }
      let file = try begin(tensor)
      files[tensor] = file
      return file
    }
    try file.write(bytes, at: headers[tensor].count + offset)
    if ledger.note(bytes.count, of: tensor) {
      files.withLock { $0[tensor] = nil }
      try file.close()
    }
  }

  func close() throws {
    try ledger.requireComplete()
    for tensor in tensors.indices where tensors[tensor].byteCount == 0 {
      try begin(tensor).close()
    }
  }

  func cancel() {
    files.withLock { $0 = [:] }
    output.discard()
  }

  /// Begins the file of a tensor.
  private func begin(_ tensor: Int) throws -> FileWriter {
    let header = headers[tensor]
    let file = try FileWriter(
      output.temporaryURL.appendingPathComponent(fileNames[tensor]),
      creating: true,
      byteCount: header.count + tensors[tensor].byteCount,
      reportedAs: output.url,
      calls: output.calls
    )
    try header.withUnsafeBytes { try file.write($0, at: 0) }
    return file
  }
}
