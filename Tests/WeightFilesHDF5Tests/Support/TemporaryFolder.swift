#if HDF5 && (os(Linux) || os(macOS))
  import Foundation

  /// A folder that is removed with its last owner.
  final class TemporaryFolder {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory
        .appendingPathComponent("weightinit-hdf5-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
      try? FileManager.default.removeItem(at: url)
    }

    /// The place of a file.
    func callAsFunction(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// The names of all files, hidden ones too.
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }
  }

  /// A file that Python wrote (tools/fixtures/make_hdf5_fixtures.py).
  func fixture(_ name: String) throws -> URL {
    let url = Bundle.module.url(forResource: "Fixtures", withExtension: nil)
    guard let url else { throw CocoaError(.fileNoSuchFile) }
    return url.appendingPathComponent(name)
  }
#endif
