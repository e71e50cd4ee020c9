#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles
  import WeightInit

  import struct Foundation.URL

  /// Reads the tensors of an HDF5 file of anyone's making, block by block.
  final class HDF5Reader: TensorReader {
    let tensors: [TensorDescriptor]
    let skipped: [SkippedTensor]
    /// That of Keras, where variables are numbered as Keras does it, whatever the file is called.
    let layout: WeightLayout?

    private let file: HDF5Handle
    private let datasets: [HDF5FoundDataset]
    private let context: HDF5Context

    /// Opens a file and finds its tensors.
    init(_ url: URL) throws {
      try HDF5Signature.check(url)
      let context = HDF5Context(path: url.path, failureCode: .malformed)
      self.context = context
      let types = try HDF5FloatTypes(context)
      let file = try HDF5FileAccess.open(url.path, context)
      self.file = file
      let survey = try HDF5Library.locked { try HDF5Survey(file, types, context) }
      datasets = survey.datasets
      skipped = survey.skipped
      layout = datasets.contains { HDF5Names.isKerasVariable($0.path) } ? .keras : nil
      tensors = try zip(datasets, Self.names(of: datasets, context)).map { dataset, name in
        guard
          let tensor = TensorDescriptor(
            name: name,
            shape: dataset.shape,
            elementType: dataset.elementType
          )
        else {
          throw context.error(
            .malformed,
            "the tensor \"\(name)\" has the shape \(dataset.shape), which no memory can hold"
          )
        }
        return tensor
      }
    }

    func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
      let found = datasets[index]
      let count = tensors[index].elementCount
      guard count > 0 else { return }
      let dataset = try open(found)
      let size = found.elements.byteCount(of: found.elementType)
      let limit = min(count, HDF5Dataset.blockByteCount / size)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit * size, alignment: 16)
      defer { buffer.deallocate() }

      var position = 0
      while position < count {
        let slab = Hyperslab(at: position, in: found.shape, atMost: limit)
        let read = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(slab.elementCount * size))
        try dataset.read(slab, into: read)
        if found.elements == .bfloat16AsFloat32, !StoredElements.narrow(read) {
          throw context.error(
            .malformed,
            "the dataset \(dataset.path) says that its float32 values are bfloat16, and some of them "
              + "are not; remove its attribute \"\(StoredElements.elementTypeAttribute)\""
          )
        }
        try body(
          UnsafeRawBufferPointer(
            rebasing: read.prefix(slab.elementCount * found.elementType.byteCount)
          )
        )
        position += slab.elementCount
      }
    }

    private func open(_ found: HDF5FoundDataset) throws -> HDF5Dataset {
      try HDF5Library.locked {
        let path = HDF5Outline.text(found.path)
        let access = try context.handle(
          H5Pcreate(chdf5_dataset_access()),
          "describe the access to the dataset \(path)"
        )
        if let byteCount = found.chunkCacheByteCount {
          // The number of slots is a prime number, as the manual asks for; chunks that were read to
          // their end may leave first.
          try context.check(
            H5Pset_chunk_cache(access.id, 12_421, byteCount, 1),
            "describe the access to the dataset \(path)"
          )
        }
        let dataset = try HDF5Dataset(
          path,
          in: file,
          shape: found.shape,
          memoryType: found.memoryType,
          access: access,
          context
        )
        let creation = try context.handle(
          H5Dget_create_plist(dataset.handle.id),
          "read the layout of the dataset \(path)"
        )
        try HDF5Storage(dataset: dataset.handle.id, creation: creation.id, path: path, context)
          .checkFilters()
        return dataset
      }
    }

    /// Names for all tensors, each once.
    private static func names(
      of datasets: [HDF5FoundDataset],
      _ context: HDF5Context
    ) throws -> [String] {
      let wanted = datasets.map { dataset in
        dataset.tensorName ?? HDF5Names.name(of: dataset.path, layerName: dataset.layerName)
      }
      let counts = Dictionary(wanted.map { ($0, 1) }, uniquingKeysWith: +)
      // Layers inside of different layers may share a name; their paths differ.
      let names = zip(datasets, wanted).map { dataset, name in
        counts[name] == 1 ? name : dataset.path.joined(separator: "/")
      }
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw context.error(
          .malformed,
          "two tensors are called \"\(name)\"; correct their attributes \"\(HDF5Names.attribute)\""
        )
      }
      return names
    }
  }
#endif
