#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles

  /// The links of one group, sorted by the bytes of their names.
  struct HDF5Links {
    /// The most links that a file may hold; networks have thousands.
    static let maximumCount = 200_000
    /// The longest name of a link, in bytes.
    private static let maximumNameByteCount = 4096

    struct Link {
      var name: String
      /// Whether the name is UTF-8, and so whether the object can be opened by it.
      var isValid: Bool
      var kind: H5L_type_t
    }

    private(set) var links: [Link] = []
    private var isTooLong = false

    /// Reads the links of an open group.
    ///
    /// - Throws: `WeightFileError` when the group cannot be read, or asks for too much memory.
    init(of group: HDF5Handle, _ path: String, _ context: HDF5Context) throws {
      try withUnsafeMutablePointer(to: &self) { pointer in
        _ = try context.check(
          chdf5_for_each_link(
            group.id,
            { name, kind, context in
              guard let name, let links = context?.assumingMemoryBound(to: HDF5Links.self) else {
                return -1
              }
              return links.pointee.append(name, kind) ? 0 : 1
            },
            pointer
          ),
          "read the group \(path)"
        )
      }
      guard !isTooLong else {
        throw context.error(
          .unsupported,
          "the group \(path) has more than \(Self.maximumCount) links, or one whose name is longer "
            + "than \(Self.maximumNameByteCount) bytes; no network needs them"
        )
      }
      links.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Adds a link.
    ///
    /// - Returns: `false` when that is more than a file may ask for.
    private mutating func append(_ name: UnsafePointer<CChar>, _ kind: H5L_type_t) -> Bool {
      let valid = String(validatingCString: name)
      let link = Link(name: valid ?? String(cString: name), isValid: valid != nil, kind: kind)
      isTooLong =
        links.count == Self.maximumCount || link.name.utf8.count > Self.maximumNameByteCount
      if !isTooLong { links.append(link) }
      return !isTooLong
    }
  }
#endif
