#if HDF5 && (os(Linux) || os(macOS))
  import Foundation
  import Testing
  import WeightFiles
  import WeightFilesHDF5
  import WeightInit

  @Suite("What the writer of HDF5 files does when something goes wrong")
  struct HDF5WriterTests {
    let folder: TemporaryFolder
    let older = Data("an older file".utf8)
    let tensor: Tensor

    init() throws {
      folder = try TemporaryFolder()
      tensor = try Tensor("a.w", [4, 3])
      try older.write(to: folder("model.h5"))
    }

    private func makeWriter() throws -> any TensorWriter {
      try HDF5Format().makeWriter(
        for: FileContents(tensors: [tensor.descriptor]),
        at: folder("model.h5")
      )
    }

    private func expectOnlyTheOlderFile() throws {
      #expect(try folder.names() == ["model.h5"])
      #expect(try Data(contentsOf: folder("model.h5")) == older)
    }

    @Test("a file that misses elements is not finished, and the older one stays")
    func missingElements() throws {
      do {
        let writer = try makeWriter()
        try tensor.bytes.withUnsafeBytes {
          try writer.write(UnsafeRawBufferPointer(rebasing: $0[..<20]))
        }
        let error = try weightFileError { try writer.finish() }
        #expect(error.code == .inputOutput)
        #expect(error.message.contains("\"a.w\" got 5 of its 12 elements"))
        #expect(try Data(contentsOf: folder("model.h5")) == older)
        writer.cancel()
      }
      try expectOnlyTheOlderFile()
    }

    @Test("cancelling, or just letting go, leaves nothing behind", arguments: [true, false])
    func cancel(_ explicitly: Bool) throws {
      do {
        let writer = try makeWriter()
        try tensor.bytes.withUnsafeBytes { try writer.write($0) }
        #expect(try folder.names().count == 2)
        if explicitly {
          writer.cancel()
          try expectOnlyTheOlderFile()
        }
      }
      try expectOnlyTheOlderFile()
    }

    @Test("cancelling after the end harms nothing")
    func cancelAfterFinish() throws {
      let writer = try makeWriter()
      try tensor.bytes.withUnsafeBytes { try writer.write($0) }
      try writer.finish()
      writer.cancel()
      #expect(try folder.names() == ["model.h5"])
      #expect(try HDF5Format().makeReader(at: folder("model.h5")).bytes(of: "a.w") == tensor.bytes)
    }

    @Test("a commit that fails leaves what was there")
    func failingCommit() throws {
      let writer = try makeWriter()
      try tensor.bytes.withUnsafeBytes { try writer.write($0) }
      // A folder in the place of the file cannot be replaced by it.
      try FileManager.default.removeItem(at: folder("model.h5"))
      try FileManager.default.createDirectory(
        at: folder("model.h5"),
        withIntermediateDirectories: false
      )
      let error = try weightFileError { try writer.finish() }
      #expect(error.code == .cannotCreate)
      #expect(try folder.names() == ["model.h5"])
    }

    @Test("bytes beyond the last tensor and parts of elements are errors")
    func wrongBytes() throws {
      let writer = try makeWriter()
      let part = try weightFileError {
        try tensor.bytes.withUnsafeBytes {
          try writer.write(UnsafeRawBufferPointer(rebasing: $0[..<3]))
        }
      }
      #expect(part.message.contains("a part of an element"))
      try tensor.bytes.withUnsafeBytes { try writer.write($0) }
      let more = try weightFileError { try tensor.bytes.withUnsafeBytes { try writer.write($0) } }
      #expect(more.message.contains("more bytes than the tensors hold"))
    }

    @Test("a folder that does not exist is an error")
    func missingFolder() throws {
      let error = try weightFileError {
        try HDF5Format().write([tensor], at: folder("nowhere/model.h5"))
      }
      #expect(error.code == .cannotCreate)
    }
  }
#endif
