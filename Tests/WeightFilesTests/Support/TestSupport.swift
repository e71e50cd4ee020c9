import Foundation
import Testing
import WeightInit

@testable import WeightFiles

/// A folder that is removed when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("weightinit-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The names of what the folder holds, hidden ones included.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> URL {
    try Data(bytes).write(to: file(name))
    return file(name)
  }
}

/// Tensors in memory, streamed in small chunks of odd sizes.
struct MemorySource: TensorSource {
  var tensors: [TensorDescriptor] = []
  var bytes: [[UInt8]] = []
  var chunkElementCount = 1000

  /// Adds a tensor whose element i is i / 2 − 1, as in the fixtures.
  mutating func add(_ name: String, _ shape: [Int], _ type: ElementType = .float32) throws {
    let tensor = try #require(TensorDescriptor(name: name, shape: shape, elementType: type))
    tensors.append(tensor)
    bytes.append(fixtureBytes(count: tensor.elementCount, type))
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let size = chunkElementCount * tensors[index].elementType.byteCount
    try bytes[index].withUnsafeBytes { all in
      for start in stride(from: 0, to: all.count, by: size) {
        try body(UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)]))
      }
    }
  }
}

/// The bytes of the elements i / 2 − 1, by arithmetic on their bits that shares no code with the
/// module under test.
func fixtureBytes(count: Int, _ type: ElementType) -> [UInt8] {
  func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
  return (0..<count).flatMap { index -> [UInt8] in
    let value = Float(index) / 2 - 1
    switch type {
    case .float32: return littleEndian(value.bitPattern)
    case .float64: return littleEndian(Double(value).bitPattern)
    // The values of the fixtures are few and small: exact in all types, normal or zero.
    case .bfloat16: return littleEndian(UInt16(truncatingIfNeeded: value.bitPattern >> 16))
    case .float16:
      guard value != 0 else { return [0, 0] }
      let exponent = Int(value.exponent) + 15
      let bits =
        UInt32(value.sign == .minus ? 0x8000 : 0) | UInt32(exponent) << 10
        | (value.significandBitPattern >> 13)
      return littleEndian(UInt16(truncatingIfNeeded: bits))
    }
  }
}

extension TensorSource {
  /// All bytes of a tensor, its chunks joined.
  func allBytes(of index: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: index) { chunk in
      #expect(chunk.count % tensors[index].elementType.byteCount == 0)
      bytes.append(contentsOf: chunk)
    }
    return bytes
  }

  /// The position of a tensor.
  func index(of name: String) throws -> Int {
    try #require(tensors.firstIndex { $0.name == name })
  }
}

/// The bytes of a fixture.
func fixture(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: fixtureURL(name)))
}

func fixtureURL(_ name: String) throws -> URL {
  try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)")
}

/// The error that a call throws, when it is a `WeightFileError`.
func fileError(_ body: () throws -> Void) -> WeightFileError? {
  do {
    try body()
    return nil
  } catch {
    return error as? WeightFileError
  }
}
