import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("Format registry")
struct FormatRegistryTests {
  /// A format that only has names.
  private struct NamedFormat: TensorFormat {
    var identifier: String
    var fileExtensions: [String]
    var magic: String?
    var summary: String { identifier }
    var isFolder: Bool { false }
    var requiredLayout: WeightLayout? { nil }

    func recognizes(_ url: URL) -> Bool {
      guard let magic, let data = try? Data(contentsOf: url) else { return false }
      return data.starts(with: Data(magic.utf8))
    }
    func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter {
      throw CocoaError(.featureUnsupported)
    }
    func makeReader(at url: URL) throws -> any TensorReader {
      throw CocoaError(.featureUnsupported)
    }
  }

  @Test("The longest extension wins, in any case")
  func longestExtension() throws {
    let registry = try FormatRegistry()
      .registering(NamedFormat(identifier: "hdf5", fileExtensions: ["h5", "hdf5"]))
      .registering(NamedFormat(identifier: "keras", fileExtensions: ["weights.h5"]))
    func named(_ name: String) -> String? {
      registry.format(forNameOf: URL(fileURLWithPath: "/x/\(name)"))?.identifier
    }
    #expect(named("a.h5") == "hdf5")
    #expect(named("a.b.H5") == "hdf5")
    #expect(named("a.weights.h5") == "keras")
    #expect(named("aweights.h5") == "hdf5")
    #expect(named("a.txt") == nil)
    #expect(named(".h5") == nil)
    #expect(registry.format(named: "keras")?.identifier == "keras")
    #expect(registry.format(named: "Keras") == nil)
  }

  @Test("Identifiers and extensions belong to one format")
  func duplicates() throws {
    let registry = FormatRegistry.builtIn
    #expect(throws: WeightInitError.self) { try registry.registering(SafetensorsFormat()) }
    let error = #expect(throws: WeightInitError.self) {
      try registry.registering(NamedFormat(identifier: "other", fileExtensions: ["SAFETENSORS"]))
    }
    #expect(error?.code == .duplicateIdentifier)
    #expect(error?.message.contains("safetensors") == true)
  }

  @Test("Built-in formats do not collide")
  func builtInFormats() throws {
    var registry = FormatRegistry()
    for format in FormatRegistry.builtIn.formats { registry = try registry.registering(format) }
    #expect(registry.formats.count == FormatRegistry.builtIn.formats.count)
  }

  @Test("Files are opened by their bytes; among formats that share them, by name")
  func contents() throws {
    let folder = try TemporaryFolder()
    let registry = try FormatRegistry.builtIn
      .registering(NamedFormat(identifier: "hdf5", fileExtensions: ["h5"], magic: "HDF"))
      .registering(NamedFormat(identifier: "keras", fileExtensions: ["weights.h5"], magic: "HDF"))
    func format(_ bytes: [UInt8], _ name: String) throws -> String {
      try registry.format(ofContentsAt: folder.write(bytes, to: name)).identifier
    }
    #expect(try format(Array("HDF".utf8), "a.weights.h5") == "keras")
    #expect(try format(Array("HDF".utf8), "a.bin") == "hdf5")
    #expect(try format(fixture("mixed.safetensors"), "b.h5") == "safetensors")
    #expect(try format(fixture("f4_5.npy"), "c") == "npy")
    #expect(fileError { _ = try registry.format(ofContentsAt: folder.url) }?.code == .unsupported)
    // A broken file goes to the reader that its name stands for.
    #expect(try format([], "d.safetensors") == "safetensors")
    let unknown = fileError { _ = try format([1, 2, 3], "e.bin") }
    #expect(unknown?.code == .unsupported)
    #expect(unknown?.message.contains("npy, safetensors, hdf5, keras") == true)
    let missing = fileError { _ = try registry.format(ofContentsAt: folder.file("none")) }
    #expect(missing?.code == .notFound)
  }
}
