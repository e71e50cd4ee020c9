#if HDF5 && (os(Linux) || os(macOS))
  import Foundation
  import Testing
  import WeightFiles
  import WeightFilesHDF5
  import WeightInit

  @Suite("HDF5 files that this package writes")
  struct HDF5RoundTripTests {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
    }

    /// A scalar, empty ones, one and four axes, and one that takes several blocks of 4 MiB.
    static let shapes = [[], [0], [3, 0, 2], [7], [2, 3, 5, 4], [1, 1], [3, 800_000]]

    @Test("come back bit for bit", arguments: ElementType.allCases, shapes)
    func roundTrip(_ elementType: ElementType, _ shape: [Int]) throws {
      let tensors = [
        try Tensor("block.0.fc.weight", shape, elementType),
        try Tensor("block.0.fc.bias", [5], elementType),
      ]
      let url = folder("model.h5")
      try HDF5Format().write(tensors, at: url)
      let reader = try HDF5Format().makeReader(at: url)
      #expect(Set(reader.tensors) == Set(tensors.map(\.descriptor)))
      #expect(reader.skipped.isEmpty)
      for tensor in tensors {
        #expect(try reader.bytes(of: tensor.descriptor.name) == tensor.bytes)
      }
      #expect(try folder.names() == ["model.h5"])
    }

    @Test(
      "do not depend on the pieces in which the bytes come",
      arguments: [1, 3, 7, 59, 60, 61, 500]
    )
    func pieces(_ pieceCount: Int) throws {
      let tensors = [try Tensor("w", [2, 3, 5, 4]), try Tensor("e", [0]), try Tensor("b", [4])]
      try HDF5Format().write(tensors, at: folder("whole.h5"))
      try HDF5Format().write(tensors, pieceCount: pieceCount, at: folder("pieces.h5"))
      #expect(try Data(contentsOf: folder("pieces.h5")) == Data(contentsOf: folder("whole.h5")))
    }

    @Test("have the same bytes from run to run")
    func reproducible() throws {
      let tensors = [
        try Tensor("a.weight", [30, 20]), try Tensor("a.bias", [30], .float16),
        try Tensor("b.weight", [3], .bfloat16),
      ]
      try HDF5Format().write(tensors, at: folder("first.h5"))
      // Times in HDF5 files are in seconds: one must have passed for the test to mean anything.
      Thread.sleep(forTimeInterval: 1.1)
      try HDF5Format().write(tensors, at: folder("second.h5"))
      #expect(try Data(contentsOf: folder("first.h5")) == Data(contentsOf: folder("second.h5")))
    }

    @Test("begin with the signature and superblock 0, which every version of libhdf5 reads")
    func superblock() throws {
      try HDF5Format().write([try Tensor("w", [3])], at: folder("w.h5"))
      let bytes = try Data(contentsOf: folder("w.h5"))
      #expect(Array(bytes.prefix(9)) == [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0])
    }

    @Test(
      "keep every name",
      arguments: [
        "weight", "a.b", "a.b.c", "a..b", "Dense_0/kernel", "x/y/z.w", "tiefe Schicht.größe",
        "a. b",
        "layer.vars.0", "..b.c",
      ]
    )
    func names(_ name: String) throws {
      let tensor = try Tensor(name, [2])
      try HDF5Format().write([tensor], at: folder("named.h5"))
      let reader = try HDF5Format().makeReader(at: folder("named.h5"))
      #expect(reader.tensors == [tensor.descriptor])
      #expect(try reader.bytes(of: name) == tensor.bytes)
    }

    @Test(
      "are refused for names that HDF5 cannot hold",
      arguments: ["", ".", "a.", ".a", "/a", "a/", "a//b", "a/./b", "..b", "nul\0.b"]
    )
    func impossibleNames(_ name: String) throws {
      let error = try weightFileError {
        try HDF5Format().write([try Tensor(name, [2])], at: folder("named.h5"))
      }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("rename it"))
      #expect(try folder.names().isEmpty)
    }

    @Test(
      "are refused when two names meet",
      arguments: [["a", "a.b"], ["a.b", "a"], ["a/b", "a.b"], ["a.b", "a.b"]]
    )
    func collidingNames(_ names: [String]) throws {
      let error = try weightFileError {
        try HDF5Format().write(names.map { try Tensor($0, [2]) }, at: folder("named.h5"))
      }
      #expect(error.code == .unsupported)
      #expect(names.allSatisfy { error.message.contains("\"\($0)\"") })
      #expect(try folder.names().isEmpty)
    }

    @Test("hold at most 32 axes")
    func axes() throws {
      try HDF5Format().write(
        [try Tensor("w", Array(repeating: 1, count: 32))],
        at: folder("32.h5")
      )
      #expect(try HDF5Format().makeReader(at: folder("32.h5")).tensors.first?.shape.count == 32)
      let error = try weightFileError {
        try HDF5Format().write(
          [try Tensor("w", Array(repeating: 1, count: 33))],
          at: folder("33.h5")
        )
      }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("33 axes"))
    }

    @Test("hold thousands of tensors in one group")
    func manyTensors() throws {
      let tensors = try (0..<3000).map { try Tensor("all.t\($0)", [1]) }
      try HDF5Format().write(tensors, at: folder("many.h5"))
      let reader = try HDF5Format().makeReader(at: folder("many.h5"))
      #expect(Set(reader.tensors.map(\.name)) == Set(tensors.map(\.descriptor.name)))
      #expect(try reader.bytes(of: "all.t2999") == tensors[2999].bytes)
    }

    @Test("may be empty")
    func noTensors() throws {
      try HDF5Format().write([], at: folder("empty.h5"))
      #expect(try HDF5Format().makeReader(at: folder("empty.h5")).tensors.isEmpty)
    }

    @Test("can be written and read by many threads at once")
    func threads() async throws {
      let tensors = [try Tensor("a.w", [50, 40]), try Tensor("b.w", [9], .bfloat16)]
      let urls = (0..<16).map { folder("\($0).h5") }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for url in urls {
          group.addTask {
            try HDF5Format().write(tensors, pieceCount: 33, at: url)
            let reader = try HDF5Format().makeReader(at: url)
            return try tensors.allSatisfy {
              try reader.bytes(of: $0.descriptor.name) == $0.bytes
            }
          }
        }
        for try await isEqual in group { #expect(isEqual) }
      }
    }
  }
#endif
