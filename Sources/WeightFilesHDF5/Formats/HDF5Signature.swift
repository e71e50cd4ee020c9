#if HDF5 && (os(Linux) || os(macOS))
  import WeightFiles

  import Foundation

  /// The bytes by which an HDF5 file is known.
  enum HDF5Signature {
    private static let bytes = Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])

    /// Whether a regular file holds the signature, at its start or after a user block.
    ///
    /// A user block takes 512, 1024, 2048, … bytes.
    ///
    /// - Returns: `false` too when nothing is there or it cannot be read.
    static func isPresent(at url: URL) -> Bool {
      guard isRegularFile(url), let file = try? FileHandle(forReadingFrom: url) else {
        return false
      }
      defer { try? file.close() }
      var offset: UInt64 = 0
      while true {
        guard (try? file.seek(toOffset: offset)) != nil,
          let found = try? file.read(upToCount: bytes.count), found.count == bytes.count
        else { return false }
        if found == bytes { return true }
        let (next, overflow) = max(256, offset).multipliedReportingOverflow(by: 2)
        guard !overflow, next < UInt64(Int64.max) else { return false }
        offset = next
      }
    }

    /// Checks that a place holds an HDF5 file, before libhdf5 looks at it.
    ///
    /// - Throws: `WeightFileError`.
    static func check(_ url: URL) throws {
      guard FileManager.default.isReadableFile(atPath: url.path) else {
        throw WeightFileError(
          code: .notFound,
          message: "there is no such file, or it may not be read",
          path: url.path
        )
      }
      guard isRegularFile(url) else {
        throw WeightFileError(
          code: .unsupported,
          message: "this is a folder or a device, and HDF5 is read from regular files only",
          path: url.path
        )
      }
      guard isPresent(at: url) else {
        throw WeightFileError(
          code: .malformed,
          message: "this is not an HDF5 file: the signature 89 48 44 46 0D 0A 1A 0A is neither at "
            + "its start nor after a user block; name the format it really has",
          path: url.path,
          byteOffset: 0
        )
      }
    }

    private static func isRegularFile(_ url: URL) -> Bool {
      let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
      return values?.isRegularFile == true
    }
  }
#endif
