import Foundation
import Testing
import WeightInit

@testable import WeightFiles

/// What holds for every built-in format.
@Suite("Every format")
struct FormatLawsTests {
  static let formats = FormatRegistry.builtIn.formats.map(\.identifier)
  static let shapes: [[Int]] = [[], [0], [0, 3], [1], [7], [2, 3, 4, 5], [2, 0, 3], [300_007]]

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func format(_ identifier: String) throws -> any TensorFormat {
    try #require(FormatRegistry.builtIn.format(named: identifier))
  }

  /// Tensors with names that files and JSON find hard.
  private func source(_ identifier: String) throws -> MemorySource {
    var source = MemorySource()
    for type in ElementType.allCases where !(identifier == "npy" && type == .bfloat16) {
      for shape in Self.shapes {
        let tensor = try #require(
          TensorDescriptor(name: "\(type)/\(shape) \"é\"", shape: shape, elementType: type)
        )
        source.tensors.append(tensor)
        // Every bit pattern is a value: files do not interpret them.
        var bits = UInt64(tensor.byteCount) &+ 88172645463325252
        source.bytes.append(
          (0..<tensor.byteCount).map { _ in
            bits ^= bits << 13
            bits ^= bits >> 7
            bits ^= bits << 17
            return UInt8(truncatingIfNeeded: bits)
          }
        )
      }
    }
    return source
  }

  @Test("What is written is read back, bit for bit", arguments: formats)
  func roundTrip(identifier: String) throws {
    let format = try format(identifier)
    let source = try source(identifier)
    let url = folder.file("out")
    let written = try format.write(source, to: url)
    #expect(format.recognizes(url))
    let reader = try format.makeReader(at: url)
    #expect(reader.tensors.count == source.tensors.count)
    for (index, tensor) in source.tensors.enumerated() {
      let found = try reader.index(of: tensor.name)
      #expect(reader.tensors[found] == tensor)
      #expect(try reader.allBytes(of: found) == source.bytes[index])
      #expect(written[index].tensor == tensor)
      let file = format.isFolder ? url.appendingPathComponent(written[index].file) : url
      #expect(FileManager.default.fileExists(atPath: file.path))
    }
  }

  @Test("Equal tensors give equal bytes, whatever the chunks", arguments: formats)
  func deterministic(identifier: String) throws {
    let format = try format(identifier)
    var source = try source(identifier)
    try format.write(source, to: folder.file("a"))
    source.chunkElementCount = 77_777
    try format.write(source, to: folder.file("b"))
    #expect(try contents(of: folder.file("a")) == contents(of: folder.file("b")))
  }

  @Test("Every proper prefix of a file is refused", arguments: formats)
  func prefixes(identifier: String) throws {
    let format = try format(identifier)
    let bytes = try smallFile(identifier)
    for count in bytes.indices {
      let url = try folder.write(bytes[..<count], to: "cut.npy")
      let error = fileError { _ = try format.makeReader(at: url) }
      #expect(error != nil, "the first \(count) bytes")
    }
  }

  @Test(
    "Every change of a byte of the header is refused or gives a readable file",
    arguments: formats
  )
  func corruption(identifier: String) throws {
    let format = try format(identifier)
    let bytes = try smallFile(identifier)
    let headerCount = bytes.count - 24
    var refused = 0
    for index in 0..<headerCount {
      for replacement in [
        0x00, 0xFF, 0x20, 0x39, bytes[index] ^ 1, bytes[index] ^ 0x80,
      ] {
        var changed = bytes
        changed[index] = replacement
        let url = try folder.write(changed, to: "changed.npy")
        do {
          let reader = try format.makeReader(at: url)
          for index in reader.tensors.indices {
            #expect(try reader.allBytes(of: index).count == reader.tensors[index].byteCount)
          }
        } catch is WeightFileError {
          refused += 1
        }
      }
    }
    #expect(refused > headerCount)
  }

  @Test("A writer refuses bytes that do not fit its tensors", arguments: formats)
  func countsBytes(identifier: String) throws {
    let format = try format(identifier)
    let tensor = try #require(TensorDescriptor(name: "w", shape: [2], elementType: .float32))
    let contents = FileContents(tensors: [tensor])
    for count in [12, 6, 16] {
      let writer = try format.makeWriter(for: contents, at: folder.file("out"))
      let error = fileError {
        try [UInt8](repeating: 0, count: count).withUnsafeBytes(writer.write)
      }
      #expect(error?.code == .inputOutput)
      writer.cancel()
    }
    let writer = try format.makeWriter(for: contents, at: folder.file("out"))
    try [UInt8](repeating: 0, count: 4).withUnsafeBytes(writer.write)
    #expect(fileError { try writer.finish() }?.message.contains("4 bytes of the tensor w") == true)
    writer.cancel()
    #expect(try folder.names.isEmpty)
  }

  @Test("A writer without manifest makes its file appear on finish", arguments: formats)
  func finishes(identifier: String) throws {
    let format = try format(identifier)
    let tensor = try #require(TensorDescriptor(name: "w", shape: [2], elementType: .float32))
    let writer = try format.makeWriter(
      for: FileContents(tensors: [tensor]),
      at: folder.file("out")
    )
    try fixtureBytes(count: 2, .float32).withUnsafeBytes(writer.write)
    #expect(!FileManager.default.fileExists(atPath: folder.file("out").path))
    try writer.finish()
    writer.cancel()
    #expect(try folder.names == ["out"])
    #expect(
      try format.makeReader(at: folder.file("out")).allBytes(of: 0)
        == fixtureBytes(count: 2, .float32)
    )
  }

  /// A single file with one tensor w of 6 elements.
  private func smallFile(_ identifier: String) throws -> [UInt8] {
    var source = MemorySource()
    try source.add("w", [2, 3])
    let format = try format(identifier)
    try format.write(source, to: folder.file("small"))
    let file = format.isFolder ? folder.file("small/w.npy") : folder.file("small")
    return Array(try Data(contentsOf: file))
  }

  private func contents(of url: URL) throws -> [String: Data] {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    guard isFolder.boolValue else { return ["": try Data(contentsOf: url)] }
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
      contents[name] = try Data(contentsOf: url.appendingPathComponent(name))
    }
    return contents
  }
}
