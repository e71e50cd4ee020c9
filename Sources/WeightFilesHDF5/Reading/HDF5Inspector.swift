#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles
  import WeightInit

  /// Finds out what a dataset holds, and whether it can be trusted.
  struct HDF5Inspector {
    let types: HDF5FloatTypes
    let context: HDF5Context

    /// What a dataset turned out to be.
    enum Finding {
      case tensor(HDF5FoundDataset)
      /// Something that this package does not measure, and what it is.
      case other(String)
    }

    /// Inspects an open dataset.
    ///
    /// - Throws: `WeightFileError` when the dataset holds floating point numbers that are elsewhere, or
    ///   more of them than it stores.
    func inspect(_ dataset: hid_t, _ path: [String]) throws -> Finding {
      let text = HDF5Outline.text(path)
      let type = try context.handle(H5Dget_type(dataset), "read the type of the dataset \(text)")
      guard let (elementType, elements) = try elements(of: type.id, dataset) else {
        return .other(HDF5TypeDescription.text(type.id))
      }
      guard let shape = try shape(of: dataset, text) else { return .other("empty dataspace") }
      guard let tensor = TensorDescriptor(name: text, shape: shape, elementType: elementType) else {
        throw context.error(
          .malformed,
          "the dataset \(text) has the shape \(shape), which no memory can hold"
        )
      }
      let creation = try context.handle(
        H5Dget_create_plist(dataset),
        "read the layout of the dataset \(text)"
      )
      let storage = HDF5Storage(dataset: dataset, creation: creation.id, path: text, context)
      try storage.checkPlace()
      let byteCount = try storage.checkSize(of: type.id, tensor)
      return .tensor(
        HDF5FoundDataset(
          path: path,
          shape: shape,
          elementType: elementType,
          elements: elements,
          memoryType: elements == .opaqueBFloat16
            ? type : types.littleEndian(elements == .bfloat16AsFloat32 ? .float32 : elementType),
          chunkCacheByteCount: try storage.chunkCacheByteCount(shape, byteCount),
          tensorName: try HDF5Attributes.readText(
            named: HDF5Names.attribute,
            of: dataset,
            context
          )
        )
      )
    }

    /// The elements of a dataset, or `nil` when they are no floating point numbers that we know.
    private func elements(
      of type: hid_t,
      _ dataset: hid_t
    ) throws -> (ElementType, StoredElements)? {
      func says(_ attribute: String) throws -> Bool {
        try HDF5Attributes.readText(named: attribute, of: dataset, context)
          == ElementType.bfloat16.rawValue
      }
      if let elementType = types.elementType(of: type) {
        let isWidened =
          try elementType == .float32 && says(StoredElements.elementTypeAttribute)
        return isWidened ? (.bfloat16, .bfloat16AsFloat32) : (elementType, .own)
      }
      let isOpaque = H5Tget_class(type) == H5T_OPAQUE && H5Tget_size(type) == 2
      return try isOpaque && says(StoredElements.kerasTypeAttribute)
        ? (.bfloat16, .opaqueBFloat16) : nil
    }

    /// The lengths of the axes, or `nil` when the dataset has no elements and no shape.
    private func shape(of dataset: hid_t, _ path: String) throws -> [Int]? {
      let action = "read the shape of the dataset \(path)"
      let space = try context.handle(H5Dget_space(dataset), action)
      switch H5Sget_simple_extent_type(space.id) {
      case H5S_SCALAR: return []
      case H5S_SIMPLE: break
      default: return nil
      }
      let rank = try context.check(H5Sget_simple_extent_ndims(space.id), action)
      var lengths = [hsize_t](repeating: 0, count: Int(rank))
      try context.check(H5Sget_simple_extent_dims(space.id, &lengths, nil), action)
      return try lengths.map { length in
        guard let length = Int(exactly: length) else {
          throw context.error(.malformed, "the dataset \(path) has an axis of length \(length)")
        }
        return length
      }
    }
  }
#endif
