import Foundation
import WeightInit

/// Writes a folder of .npy files.
final class NumPyWriter: TensorWriter {
  let order: [Int]
  let fileNames: [String]
  let output: AtomicOutput

  private let tensors: [TensorDescriptor]
  private let headers: [[UInt8]]
  private var turn: TensorTurn
  private var position = 0
  private var file: FileWriter?

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
    turn = TensorTurn(tensors, path: url.path)
    output = try AtomicOutput(replacing: url, isFolder: true, calls: calls)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else { return }
    try beginNext()
    try turn.take(bytes.count)
    try file?.write(bytes)
  }

  func close() throws {
    try beginNext()
    try turn.requireComplete()
    try file?.close()
    file = nil
  }

  func cancel() {
    file = nil
    output.discard()
  }

  /// Begins the files of tensors until one awaits bytes.
  private func beginNext() throws {
    while turn.next() != nil {
      try file?.close()
      let next = try FileWriter(
        output.temporaryURL.appendingPathComponent(fileNames[position]),
        creating: true,
        reportedAs: output.url,
        calls: output.calls
      )
      try headers[position].withUnsafeBytes(next.write)
      file = next
      position += 1
    }
  }
}
