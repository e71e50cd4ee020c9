import Foundation
import WeightInit

/// Reads a safetensors file, strictly.
struct SafetensorsReader: TensorReader {
  let tensors: [TensorDescriptor]
  let skipped: [SkippedTensor]

  private let file: InputFile
  /// Where the bytes of each tensor lie in the file; at any alignment.
  private let ranges: [Range<Int>]

  init(_ url: URL) throws {
    let file = try InputFile(url)
    func failure(_ message: String, at offset: Int?) -> WeightFileError {
      WeightFileError(code: .malformed, message: message, path: url.path, byteOffset: offset)
    }
    let start = try file.read(at: 0, count: 8)
    guard start.count == 8 else {
      throw failure("\(start.count) bytes are too few for a safetensors file", at: 0)
    }
    let count = SafetensorsHeader.byteCount(start)
    guard count <= SafetensorsFormat.maximumHeaderByteCount else {
      throw failure(
        "the header would take \(count) bytes, more than the format allows; "
          + "is this a safetensors file?",
        at: 0
      )
    }
    let dataOffset = 8 + Int(count)
    guard dataOffset <= file.byteCount else {
      throw failure(
        "the header takes \(count) bytes and the file ends after \(file.byteCount - 8) of them; "
          + "was a download or a copy cut off?",
        at: 0
      )
    }
    let text = try file.read(at: 8, count: Int(count))
    let header: SafetensorsHeader
    do {
      header = try SafetensorsHeader(parsing: text, dataByteCount: file.byteCount - dataOffset)
    } catch {
      throw failure(error.message, at: error.offset.map { 8 + $0 })
    }
    var tensors: [TensorDescriptor] = []
    var ranges: [Range<Int>] = []
    var skipped: [SkippedTensor] = []
    for entry in header.entries {
      if let type = entry.type.elementType,
        let tensor = TensorDescriptor(name: entry.name, shape: entry.shape, elementType: type)
      {
        tensors.append(tensor)
        ranges.append(
          dataOffset + entry.range.lowerBound..<dataOffset + entry.range.upperBound
        )
      } else {
        skipped.append(SkippedTensor(name: entry.name, elementType: entry.type.rawValue))
      }
    }
    self.file = file
    self.tensors = tensors
    self.ranges = ranges
    self.skipped = skipped
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try file.forEachChunk(in: ranges[index]) { try body(UnsafeRawBufferPointer($0)) }
  }
}
