#if HDF5 && (os(Linux) || os(macOS))
  import Foundation
  import Testing
  import WeightFiles
  import WeightFilesHDF5
  import WeightInit

  @Suite("HDF5 files that others write")
  struct HDF5ReaderTests {
    @Test("hold tensors of all floating point types, byte orders and layouts")
    func tensors() throws {
      let reader = try HDF5Format().makeReader(at: fixture("plain.h5"))
      let expected: [String: (shape: [Int], elementType: ElementType)] = [
        "double": ([3], .float64), "double_big": ([5], .float64),
        "half": ([2, 3], .float16), "half_big": ([4], .float16),
        "scalar": ([], .float32), "none": ([0, 3], .float32),
        "encoder.chunked": ([7, 10, 3], .float32), "encoder.committed": ([2], .float32),
        "compact": ([3], .float32),
        "brain": ([6], .bfloat16), "opaque_brain": ([6], .bfloat16),
        "décodeur/poids.0": ([2], .float32), "unwritten": ([4], .float32),
      ]
      #expect(Set(reader.tensors.map(\.name)) == Set(expected.keys))
      for tensor in reader.tensors {
        #expect(tensor.shape == expected[tensor.name]?.shape)
        #expect(tensor.elementType == expected[tensor.name]?.elementType)
        let values =
          tensor.name == "unwritten"
          ? [1.5, 1.5, 1.5, 1.5] : (0..<tensor.elementCount).map { Double($0) / 2 - 3 }
        #expect(try reader.values(of: tensor.name) == values, "\(tensor.name)")
      }
    }

    @Test("hold other things, which are named and skipped")
    func skipped() throws {
      let reader = try HDF5Format().makeReader(at: fixture("plain.h5"))
      let skipped = Dictionary(
        uniqueKeysWithValues: reader.skipped.map { ($0.name, $0.elementType) }
      )
      #expect(
        skipped == [
          "integer": "int64", "byte": "uint8", "flag": "enumeration", "text": "string",
          "complex": "compound", "nothing": "empty dataspace", "opaque": "opaque16",
          "loop": "hard link to /", "second_name": "hard link to /half",
        ]
      )
    }

    @Test("may be of a recent version of the format, after a user block")
    func recent() throws {
      let url = try fixture("recent.h5")
      #expect(HDF5Format().recognizes(url))
      let reader = try HDF5Format().makeReader(at: url)
      #expect(reader.tensors.count == 16)
      #expect(reader.tensors.map(\.name) == reader.tensors.map(\.name).sorted())
      for tensor in reader.tensors {
        let values = (0..<tensor.elementCount).map { Double($0) / 2 - 3 }
        #expect(try reader.values(of: tensor.name) == values, "\(tensor.name)")
      }
    }

    @Test("are not left by soft and external links")
    func links() throws {
      let reader = try HDF5Format().makeReader(at: fixture("links.h5"))
      #expect(reader.tensors.map(\.name) == ["weight"])
      #expect(
        Set(reader.skipped) == [
          SkippedTensor(name: "soft", elementType: "soft link, not followed"),
          SkippedTensor(name: "dangling", elementType: "soft link, not followed"),
          SkippedTensor(name: "external", elementType: "link to another file, not followed"),
        ]
      )
    }

    @Test(
      "are refused when they cannot be trusted",
      arguments: [
        ("external_storage.h5", WeightFileError.Code.unsupported, "/stolen"),
        ("virtual.h5", .unsupported, "/mapped"),
        ("bloated.h5", .malformed, "stores only 0 bytes"),
        ("overflowing.h5", .malformed, "no memory can hold"),
        ("big_chunks.h5", .unsupported, "/slow"),
        ("deep.h5", .unsupported, "64 deep"),
        ("same_claimed_names.h5", .malformed, "two tensors are called \"b\""),
      ]
    )
    func untrustworthy(_ name: String, _ code: WeightFileError.Code, _ part: String) throws {
      let error = try weightFileError { _ = try HDF5Format().makeReader(at: fixture(name)) }
      #expect(error.code == code)
      #expect(error.message.contains(part), "\(error)")
      #expect(error.path.hasSuffix(name))
    }

    @Test("may need a filter that is not there, for some of their tensors")
    func missingFilter() throws {
      let reader = try HDF5Format().makeReader(at: fixture("missing_filter.h5"))
      let error = try weightFileError { _ = try reader.bytes(of: "packed") }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("filter 32000 (lzf)"))
      #expect(try reader.values(of: "weight") == [-3, -2.5])
    }

    @Test("may not call bfloat16 what is none")
    func notBrain() throws {
      let reader = try HDF5Format().makeReader(at: fixture("not_brain.h5"))
      #expect(reader.tensors.first?.elementType == .bfloat16)
      let error = try weightFileError { _ = try reader.bytes(of: "weight") }
      #expect(error.code == .malformed)
    }

    @Test("get unique names even where dots make two paths equal")
    func sameNames() throws {
      let reader = try HDF5Format().makeReader(at: fixture("same_names.h5"))
      #expect(reader.tensors.map(\.name).sorted() == ["a.b/c", "a/b.c"])
      #expect(try reader.values(of: "a.b/c").count == 3)
    }

    @Test("rethrow what the taker of the chunks throws, and stop")
    func rethrow() throws {
      struct Enough: Error {}
      let reader = try HDF5Format().makeReader(at: fixture("plain.h5"))
      var calls = 0
      #expect(throws: Enough.self) {
        try reader.forEachChunk(of: 0) { _ in
          calls += 1
          throw Enough()
        }
      }
      #expect(calls == 1)
    }

    @Test(
      "cut off anywhere, are errors and never more than that",
      arguments: ["plain.h5", "recent.h5"]
    )
    func truncated(_ name: String) throws {
      let folder = try TemporaryFolder()
      let bytes = try Data(contentsOf: fixture(name))
      for length in stride(from: 0, to: bytes.count, by: 64) {
        try bytes.prefix(length).write(to: folder("cut.h5"))
        let error = try weightFileError {
          let reader = try HDF5Format().makeReader(at: folder("cut.h5"))
          for index in reader.tensors.indices { try reader.forEachChunk(of: index) { _ in } }
        }
        #expect(error.code == .malformed, "\(length) bytes: \(error)")
      }
    }

    @Test("must be there, regular, and HDF5")
    func noFile() throws {
      let folder = try TemporaryFolder()
      let missing = try weightFileError { _ = try HDF5Format().makeReader(at: folder("none.h5")) }
      #expect(missing.code == .notFound)
      let directory = try weightFileError { _ = try HDF5Format().makeReader(at: folder.url) }
      #expect(directory.code == .unsupported)
      try Data("{}".utf8).write(to: folder("text.h5"))
      let text = try weightFileError { _ = try HDF5Format().makeReader(at: folder("text.h5")) }
      #expect(text.code == .malformed)
      #expect(text.message.contains("not an HDF5 file"))
      for name in ["none.h5", "text.h5", "."] {
        #expect(!HDF5Format().recognizes(folder(name)))
      }
      #expect(!KerasFormat().recognizes(try fixture("plain.h5")))
      #expect(KerasFormat().recognizes(try fixture("keras_written.weights.h5")))
    }
  }
#endif
