#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// Short texts attached to groups and datasets.
  enum HDF5Attributes {
    /// The longest text that is read, in bytes; longer ones are nobody's names.
    private static let maximumByteCount = 1 << 16

    /// Attaches a variable-length UTF-8 text, which h5py presents as `str`.
    static func write(
      _ text: String,
      named name: String,
      to object: hid_t,
      _ context: HDF5Context
    ) throws {
      let action = "write the attribute \"\(name)\""
      let type = try textType(H5T_CSET_UTF8, action, context)
      let space = try context.handle(H5Screate(H5S_SCALAR), action)
      let attribute = try context.handle(
        H5Acreate2(object, name, type.id, space.id, chdf5_default(), chdf5_default()),
        action
      )
      _ = try text.withCString { characters in
        try withUnsafePointer(to: characters) {
          try context.check(H5Awrite(attribute.id, type.id, $0), action)
        }
      }
    }

    /// Reads a single text, of variable or of fixed length.
    ///
    /// - Returns: `nil` when there is no such attribute, or it is something else than one UTF-8 text.
    static func readText(
      named name: String,
      of object: hid_t,
      _ context: HDF5Context
    ) throws -> String? {
      let action = "read the attribute \"\(name)\""
      guard try context.check(H5Aexists(object, name), action) > 0 else { return nil }
      let attribute = try context.handle(H5Aopen(object, name, chdf5_default()), action)
      let stored = try context.handle(H5Aget_type(attribute.id), action)
      let space = try context.handle(H5Aget_space(attribute.id), action)
      guard H5Tget_class(stored.id) == H5T_STRING, H5Sget_simple_extent_npoints(space.id) == 1
      else { return nil }

      if try context.check(H5Tis_variable_str(stored.id), action) > 0 {
        let type = try textType(H5Tget_cset(stored.id), action, context)
        var characters: UnsafeMutablePointer<CChar>?
        try context.check(H5Aread(attribute.id, type.id, &characters), action)
        guard let characters else { return nil }
        defer { _ = H5free_memory(characters) }
        return String(validatingCString: characters)
      }
      let byteCount = H5Tget_size(stored.id)
      guard byteCount > 0, byteCount <= maximumByteCount else { return nil }
      var bytes = [UInt8](repeating: 0, count: byteCount)
      try context.check(H5Aread(attribute.id, stored.id, &bytes), action)
      var text = bytes.prefix { $0 != 0 }
      if H5Tget_strpad(stored.id) == H5T_STR_SPACEPAD {
        text = text.prefix((text.lastIndex { $0 != UInt8(ascii: " ") } ?? -1) + 1)
      }
      return String(validating: text, as: UTF8.self)
    }

    private static func textType(
      _ encoding: H5T_cset_t,
      _ action: String,
      _ context: HDF5Context
    ) throws -> HDF5Handle {
      let type = try context.handle(H5Tcopy(chdf5_c_string()), action)
      try context.check(H5Tset_size(type.id, chdf5_variable_length()), action)
      try context.check(H5Tset_cset(type.id, encoding), action)
      return type
    }
  }
#endif
