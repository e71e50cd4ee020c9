import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("NumPy format")
struct NumPyFormatTests {
  let folder: TemporaryFolder
  let format = NumPyFormat()

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "Files are those that numpy writes, byte for byte",
    arguments: [
      ("f4_2x3", [2, 3], ElementType.float32), ("f4_5", [5], .float32),
      ("f4_2x3x4x5", [2, 3, 4, 5], .float32), ("f8_scalar", [], .float64),
      ("f2_0x3", [0, 3], .float16),
    ]
  )
  func bytesOfNumPy(name: String, shape: [Int], type: ElementType) throws {
    var source = MemorySource()
    try source.add(name, shape, type)
    try format.write(source, to: folder.file("out"))
    let written = try Data(contentsOf: folder.file("out/\(name).npy"))
    #expect(Array(written) == (try fixture("\(name).npy")))
  }

  @Test(
    "Files of numpy are read, whatever their byte order, order of axes and version",
    arguments: [
      ("f4_2x3", [2, 3], ElementType.float32), ("f4_5", [5], .float32),
      ("f4_2x3x4x5", [2, 3, 4, 5], .float32), ("f8_scalar", [], .float64),
      ("f2_0x3", [0, 3], .float16), ("f4_big_endian", [2, 3], .float32),
      ("f2_big_endian", [2, 3], .float16), ("f8_fortran", [2, 3, 4], .float64),
      ("f2_fortran", [3, 2], .float16), ("f4_fortran_big_endian", [2, 3, 4], .float32),
      ("bf16", [2, 3], .bfloat16), ("version2", [2, 3], .float32), ("version3", [2, 3], .float32),
    ]
  )
  func readsNumPy(name: String, shape: [Int], type: ElementType) throws {
    let reader = try format.makeReader(at: fixtureURL("\(name).npy"))
    #expect(reader.skipped.isEmpty)
    let tensor = try #require(reader.tensors.first)
    #expect(tensor == TensorDescriptor(name: name, shape: shape, elementType: type))
    #expect(try reader.allBytes(of: 0) == fixtureBytes(count: tensor.elementCount, type))
  }

  @Test(
    "Arrays of other types are skipped by name and type",
    arguments: [("i8", "<i8"), ("bool", "|b1"), ("structured", "structured")]
  )
  func skipsOtherTypes(name: String, type: String) throws {
    let reader = try format.makeReader(at: fixtureURL("\(name).npy"))
    #expect(reader.tensors.isEmpty)
    #expect(reader.skipped == [SkippedTensor(name: name, elementType: type)])
  }

  @Test("Pickled objects are refused, also inside structured types")
  func refusesObjects() throws {
    let error = fileError { _ = try format.makeReader(at: fixtureURL("object.npy")) }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("pickled") == true)
    for descriptor in [
      "'O'", "'|O8'", "'object'", "'<f4,O'", "[('a', '|O')]", "[('a', [('b', '<f4'), ('c', 'O')])]",
      "[('a', ('|O', (2,)))]",
    ] {
      let url = try folder.write(
        npy("{'descr': \(descriptor), 'fortran_order': False, 'shape': ()}"),
        to: "x.npy"
      )
      #expect(fileError { _ = try format.makeReader(at: url) }?.message.contains("pickled") == true)
    }
  }

  @Test("A folder is read by the order of its names' bytes, hidden and other files left out")
  func readsFolder() throws {
    for name in ["b", "a%2Fc", "é", "Z", ".hidden", "50%", "%41"] {
      _ = try folder.write(fixture("f4_5.npy"), to: "\(name).npy")
    }
    _ = try folder.write("{}".utf8, to: "manifest.json")
    let reader = try format.makeReader(at: folder.url)
    // %41 would decode to A, which is not how A is encoded: it stays.
    #expect(reader.tensors.map(\.name) == ["%41", "50%", "Z", "a/c", "b", "é"])
    for index in reader.tensors.indices {
      #expect(try reader.allBytes(of: index) == fixtureBytes(count: 5, .float32))
    }
  }

  @Test("A folder without arrays, and a missing one, are named")
  func nothingToRead() {
    #expect(fileError { _ = try format.makeReader(at: folder.url) }?.code == .unsupported)
    #expect(
      fileError { _ = try format.makeReader(at: folder.file("none")) }?.code == .notFound
    )
  }

  @Test("bfloat16 is refused before anything is written, with what to do")
  func refusesBrainFloat() throws {
    var source = MemorySource()
    try source.add("w", [2], .bfloat16)
    let error = fileError { try format.write(source, to: folder.file("out")) }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("safetensors") == true)
    #expect(try folder.names.isEmpty)
  }

  @Test(
    "Headers that numpy accepts are accepted",
    arguments: [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f4\"}   \n",
      "{ 'shape' : ( 2 ,\n 3 , ) , 'descr' : 'float32' , 'fortran_order' : False }",
      "{'descr': 'f4', 'fortran_order': False, 'shape': (2L, 3L)}",
      "{u'descr': u'=f4', 'fortran_order': False, 'shape': (2, 3)}",
    ]
  )
  func acceptsHeader(header: String) throws {
    let url = try folder.write(npy(header) + fixtureBytes(count: 6, .float32), to: "x.npy")
    let reader = try format.makeReader(at: url)
    #expect(reader.tensors.first?.shape == [2, 3])
    #expect(try reader.allBytes(of: 0) == fixtureBytes(count: 6, .float32))
  }

  @Test(
    "Headers that numpy refuses are refused",
    arguments: [
      "", "{}", "{'descr': '<f4', 'fortran_order': False}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': [2]}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': 4}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (True,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
      "{'descr': '<f4', 'fortran_order': None, 'shape': (2,)}",
      "{'descr': 4, 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '', 'fortran_order': False, 'shape': (2,)}",
      "{'descr': [], 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)",
      "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os'),)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2305843009213693952,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
      String(repeating: "(", count: 5000),
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 65)))}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}"
        + String(repeating: " ", count: 10_000),
    ]
  )
  func refusesHeader(header: String) throws {
    // Eight bytes of data: two elements, not three.
    let url = try folder.write(npy(header) + fixtureBytes(count: 2, .float32), to: "x.npy")
    let error = fileError { _ = try format.makeReader(at: url) }
    #expect(error != nil)
    #expect(error?.message.isEmpty == false)
  }

  @Test("Unknown versions and other files are refused")
  func refusesVersions() throws {
    var bytes = try fixture("f4_5.npy")
    bytes[6] = 4
    var url = try folder.write(bytes, to: "x.npy")
    #expect(fileError { _ = try format.makeReader(at: url) }?.message.contains("4.0") == true)
    url = try folder.write("PK".utf8, to: "y.npy")
    #expect(fileError { _ = try format.makeReader(at: url) }?.code == .malformed)
  }

  @Test("A large array in Fortran order is read across chunks")
  func largeFortranArray() throws {
    // Element (i, j) has the value i · 700 + j, which C order counts up.
    let (rows, columns) = (600, 700)
    var bytes = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (600, 700)}")
    for column in 0..<columns {
      for row in 0..<rows {
        withUnsafeBytes(of: Float(row * columns + column).bitPattern.littleEndian) { bytes += $0 }
      }
    }
    let reader = try format.makeReader(at: folder.write(bytes, to: "x.npy"))
    var expected: Float = 0
    var isCounting = true
    try reader.forEachChunk(of: 0) { chunk in
      for value in chunk.bindMemory(to: Float.self) {
        isCounting = isCounting && value == expected
        expected += 1
      }
    }
    #expect(isCounting)
    #expect(expected == Float(rows * columns))
  }

  @Test(
    "Tensor names become file names and come back",
    arguments: [
      ("fc1.weight", "fc1.weight"), ("a/b", "a%2Fb"), ("..", "%2E."), (".x", "%2Ex"),
      ("100%", "100%25"),
      ("a\0b", "a%00b"), ("c:\\d", "c%3A%5Cd"), ("é 😀", "é 😀"),
      ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
    ]
  )
  func fileNames(name: String, fileName: String) {
    #expect(TensorFileName.encode(name) == fileName)
    #expect(TensorFileName.decode(fileName) == name)
  }

  @Test("Names that cannot name a file, or collide, are refused")
  func refusesNames() throws {
    #expect(TensorFileName.encode("") == nil)
    #expect(TensorFileName.encode(String(repeating: "a", count: 200)) != nil)
    #expect(TensorFileName.encode(String(repeating: "é", count: 101)) == nil)
    var source = MemorySource()
    try source.add("w", [2])
    try source.add("w", [2])
    #expect(fileError { try format.write(source, to: folder.file("out")) }?.code == .cannotCreate)
    #expect(try folder.names.isEmpty)
  }

  /// A version 1.0 file with this header, unpadded.
  private func npy(_ header: String) -> [UInt8] {
    let text = Array(header.utf8)
    return NumPyHeader.magic + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + text
  }
}
