#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// How files are created and opened.
  enum HDF5FileAccess {
    /// Creates a file, or empties the one that is there.
    ///
    /// - Parameters:
    ///   - path: Where the file shall be.
    ///   - context: The file as the user knows it.
    /// - Returns: The open file.
    /// - Throws: `WeightFileError` when it cannot be created.
    static func create(_ path: String, _ context: HDF5Context) throws -> HDF5Handle {
      try HDF5Library.locked {
        let access = try accessProperties(context)
        // The oldest structures that do: superblock 0, which every version of libhdf5 reads. Newer
        // bounds than 1.10 make files that libhdf5 1.10, still in use, cannot open.
        try context.check(
          H5Pset_libver_bounds(access.id, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110),
          "set the version of the file format"
        )
        let creation = try context.handle(
          H5Pcreate(chdf5_file_creation()),
          "describe the new file"
        )
        // Times would make two files with the same tensors differ.
        try context.check(
          H5Pset_obj_track_times(creation.id, false),
          "leave out the time of creation"
        )
        return try context.handle(
          H5Fcreate(path, chdf5_truncate(), creation.id, access.id),
          "create the file"
        )
      }
    }

    /// Opens a file for reading.
    static func open(_ path: String, _ context: HDF5Context) throws -> HDF5Handle {
      try HDF5Library.locked {
        let access = try accessProperties(context)
        return try context.handle(
          H5Fopen(path, chdf5_read_only(), access.id),
          "open the file"
        )
      }
    }

    /// Hands everything that is buffered to the system.
    static func flush(_ file: HDF5Handle, _ context: HDF5Context) throws {
      try HDF5Library.locked {
        _ = try context.check(H5Fflush(file.id, H5F_SCOPE_GLOBAL), "complete the file")
      }
    }

    private static func accessProperties(_ context: HDF5Context) throws -> HDF5Handle {
      let access = try context.handle(
        H5Pcreate(chdf5_file_access()),
        "describe the access to the file"
      )
      // Closing the file closes what is open in it.
      try context.check(
        H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG),
        "set how the file closes"
      )
      return access
    }
  }
#endif
