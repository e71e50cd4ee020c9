import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("Safetensors format")
struct SafetensorsFormatTests {
  let folder: TemporaryFolder
  let format = SafetensorsFormat()

  init() throws { folder = try TemporaryFolder() }

  /// The tensors of the fixture `mixed.safetensors`, in another order than the file's.
  private func mixedSource() throws -> MemorySource {
    var source = MemorySource()
    try source.add("a.weight", [4], .float16)
    try source.add("h/é\"\\\n\u{1f}", [1])
    try source.add("brain", [3], .bfloat16)
    try source.add("b", [2, 3])
    try source.add("scalar", [], .float64)
    try source.add("empty", [0, 2])
    return source
  }

  @Test("Files are those that the reference library writes, byte for byte")
  func bytesOfReference() throws {
    try format.write(mixedSource(), to: folder.file("a.safetensors"))
    #expect(
      Array(try Data(contentsOf: folder.file("a.safetensors")))
        == (try fixture("mixed.safetensors"))
    )
  }

  @Test("Files of the reference library are read")
  func readsReference() throws {
    let reader = try format.makeReader(at: fixtureURL("mixed.safetensors"))
    #expect(reader.skipped.isEmpty)
    #expect(
      reader.tensors.map(\.name) == [
        "scalar", "b", "empty", "h/é\"\\\n\u{1f}", "brain", "a.weight",
      ]
    )
    let source = try mixedSource()
    for (index, tensor) in source.tensors.enumerated() {
      let found = try reader.index(of: tensor.name)
      #expect(reader.tensors[found] == tensor)
      #expect(try reader.allBytes(of: found) == source.bytes[index])
    }
  }

  @Test("Tensors that are not floating point are skipped by name and type")
  func skipsIntegers() throws {
    let reader = try format.makeReader(at: fixtureURL("integers.safetensors"))
    #expect(reader.tensors.map(\.name) == ["f"])
    #expect(
      reader.skipped == [
        SkippedTensor(name: "i", elementType: "I64"), SkippedTensor(name: "t", elementType: "BOOL"),
      ]
    )
    #expect(try reader.allBytes(of: 0) == fixtureBytes(count: 2, .float32))
    let none = try format.makeReader(at: fixtureURL("none.safetensors"))
    #expect(none.tensors.isEmpty)
  }

  @Test(
    "Legal headers are read",
    arguments: [
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      // Unaligned by one byte, unknown fields, and spaces.
      "{ \"a\" : {\"x\":{\"y\":[1]},\"data_offsets\":[0,8],\"shape\":[1,2],\"dtype\":\"F32\"}}  \n",
      #"{"__metadata__":null,"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      // A tensor without bytes on a seam, in any place of the header.
      #"{"z":{"dtype":"F16","shape":[3,0],"data_offsets":[8,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    ]
  )
  func readsHeader(header: String) throws {
    let reader = try format.makeReader(
      at: folder.write(safetensors(header, fixtureBytes(count: 2, .float32)), to: "x")
    )
    #expect(
      try reader.allBytes(of: reader.index(of: "a")) == fixtureBytes(count: 2, .float32)
    )
  }

  @Test(
    "Illegal headers are refused",
    arguments: [
      "", "[]", "null", "{", " {}", "{}\0",
      // Nothing covers the data.
      "{}",
      // Holes, overlap, aliasing, swapped and overlong ranges.
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#,
      // Sizes that lie or overflow.
      #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[18446744073709551618],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551624]}}"#,
      #"{"a":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}"#,
      // Numbers that are not integers from 0.
      #"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}"#,
      // Fields missing, of the wrong kind, unknown, or twice.
      #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}"#,
      #"{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F128","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":[0,8]}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"__metadata__":{"n":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"__metadata__":[],"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    ]
  )
  func refusesHeader(header: String) throws {
    let url = try folder.write(safetensors(header, fixtureBytes(count: 2, .float32)), to: "x")
    let error = fileError { _ = try format.makeReader(at: url) }
    #expect(error?.code == .malformed)
  }

  @Test("Deep and endless nesting is refused")
  func refusesNesting() throws {
    let deep = String(repeating: "[", count: 100_000)
    let url = try folder.write(safetensors("{\"a\":\(deep)", []), to: "x")
    #expect(fileError { _ = try format.makeReader(at: url) }?.code == .malformed)
  }

  @Test(
    "Lengths of headers that lie are refused",
    arguments: [
      UInt64.max, UInt64(Int.max), UInt64(Int.max) - 7, 100_000_001, 100_000_000, 3, 0,
    ]
  )
  func refusesLength(length: UInt64) throws {
    let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
    let url = try folder.write(bytes, to: "x")
    #expect(fileError { _ = try format.makeReader(at: url) }?.code == .malformed)
  }

  @Test("Syntax errors give their byte in the file")
  func errorOffset() throws {
    let url = try folder.write(safetensors(#"{"a":x}"#, []), to: "x")
    #expect(fileError { _ = try format.makeReader(at: url) }?.byteOffset == 8 + 5)
  }

  @Test("Reserved and repeated names are refused", arguments: [["__metadata__"], ["a", "a"]])
  func refusesNames(names: [String]) throws {
    var source = MemorySource()
    for name in names { try source.add(name, [1]) }
    #expect(
      fileError { try format.write(source, to: folder.file("x")) }?.code == .unsupported
    )
    #expect(try folder.names.isEmpty)
  }

  private func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      + data
  }
}
