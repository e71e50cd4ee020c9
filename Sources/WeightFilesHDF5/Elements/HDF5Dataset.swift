#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// A dataset opened to move its elements, in C order.
  struct HDF5Dataset {
    /// The most bytes that are moved at once.
    static let blockByteCount = 1 << 22

    let handle: HDF5Handle
    /// The dataset's path in the file, for messages.
    let path: String
    let shape: [Int]
    /// The type of the elements in memory.
    let memoryType: HDF5Handle
    private let space: HDF5Handle
    private let context: HDF5Context

    /// Opens a dataset.
    ///
    /// - Parameters:
    ///   - path: The dataset's path in the file.
    ///   - file: The open file.
    ///   - shape: The lengths of the axes, as found when the file was opened.
    ///   - memoryType: The type of the elements in memory.
    ///   - access: A property list, when the defaults will not do.
    ///   - context: The file, for messages.
    /// - Throws: `WeightFileError` when it cannot be opened.
    init(
      _ path: String,
      in file: HDF5Handle,
      shape: [Int],
      memoryType: HDF5Handle,
      access: HDF5Handle? = nil,
      _ context: HDF5Context
    ) throws {
      self.path = path
      self.shape = shape
      self.memoryType = memoryType
      self.context = context
      (handle, space) = try HDF5Library.locked {
        let handle = try context.handle(
          H5Dopen2(file.id, path, access?.id ?? chdf5_default()),
          "open the dataset \(path)"
        )
        let space = try context.handle(
          H5Dget_space(handle.id),
          "read the shape of the dataset \(path)"
        )
        return (handle, space)
      }
    }

    /// Reads the elements of a box.
    func read(_ slab: Hyperslab, into buffer: UnsafeMutableRawBufferPointer) throws {
      try HDF5Library.locked {
        let memory = try select(slab)
        try context.check(
          H5Dread(
            handle.id,
            memoryType.id,
            memory.id,
            space.id,
            chdf5_default(),
            buffer.baseAddress
          ),
          "read the dataset \(path)"
        )
      }
    }

    /// Writes the elements of a box.
    func write(_ slab: Hyperslab, from buffer: UnsafeRawBufferPointer) throws {
      try HDF5Library.locked {
        let memory = try select(slab)
        try context.check(
          H5Dwrite(
            handle.id,
            memoryType.id,
            memory.id,
            space.id,
            chdf5_default(),
            buffer.baseAddress
          ),
          "write the dataset \(path)"
        )
      }
    }

    /// Closes it, which writes what is still buffered.
    func close() throws {
      try handle.close(context, "complete the dataset \(path)")
    }

    /// Selects a box in the file; as much memory, in a row.
    private func select(_ slab: Hyperslab) throws -> HDF5Handle {
      try context.check(slab.select(in: space.id), "select a part of the dataset \(path)")
      var count = hsize_t(slab.elementCount)
      return try context.handle(
        H5Screate_simple(1, &count, nil),
        "describe a part of the dataset \(path)"
      )
    }
  }
#endif
