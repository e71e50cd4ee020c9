#if HDF5 && (os(Linux) || os(macOS))
  import WeightFiles
  import WeightInit

  import class Foundation.FileHandle
  import struct Foundation.URL

  /// Writes the datasets of an outline one after another.
  final class HDF5Writer: TensorWriter {
    let order: [Int]
    let fileNames: [String]
    let output: AtomicOutput

    private let outline: HDF5Outline
    private let types: HDF5FloatTypes
    private let context: HDF5Context
    /// `nil` once it is closed.
    private var file: HDF5Handle?
    /// The dataset whose turn it is, once bytes have come for it.
    private var dataset: HDF5Dataset?
    /// The position in the outline of the tensor whose turn it is.
    private var turn = 0
    /// The elements of it that have been written.
    private var writtenCount = 0

    /// Creates the file with all its datasets, so that what HDF5 cannot hold fails before anything is
    /// drawn.
    init(_ outline: HDF5Outline, at url: URL) throws {
      let creating = HDF5Context(path: url.path, failureCode: .cannotCreate)
      try outline.validate(creating)
      self.outline = outline
      order = Array(outline.datasets.indices)
      fileNames = outline.datasets.map { _ in url.lastPathComponent }
      context = HDF5Context(path: url.path, failureCode: .inputOutput)
      types = try HDF5FloatTypes(creating)
      output = try AtomicOutput(replacing: url, isFolder: false)
      do {
        let file = try HDF5FileAccess.create(output.temporaryURL.path, creating)
        self.file = file
        try outline.create(in: file, types, creating)
        try skipCompleteTensors()
      } catch {
        cancel()
        throw error
      }
    }

    deinit {
      cancel()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
      var rest = bytes[...]
      while !rest.isEmpty {
        guard let file, turn < order.count else {
          throw context.error(.inputOutput, "there are more bytes than the tensors hold")
        }
        let plan = outline.datasets[turn]
        let size = plan.tensor.elementType.byteCount
        guard rest.count >= size else {
          throw context.error(
            .inputOutput,
            "a part of an element came for the tensor \"\(plan.tensor.name)\""
          )
        }
        let dataset = try self.dataset ?? open(plan, in: file)
        self.dataset = dataset
        let slab = Hyperslab(
          at: writtenCount,
          in: plan.tensor.shape,
          atMost: min(rest.count / size, HDF5Dataset.blockByteCount / size)
        )
        let part = UnsafeRawBufferPointer(rebasing: rest.prefix(slab.elementCount * size))
        try write(part, of: plan, to: slab, dataset)
        rest = rest.dropFirst(part.count)
        writtenCount += slab.elementCount
        if writtenCount == plan.tensor.elementCount {
          try dataset.close()
          self.dataset = nil
          turn += 1
          writtenCount = 0
          try skipCompleteTensors()
        }
      }
    }

    func close() throws {
      guard let file else { return }
      guard turn == order.count else {
        let tensor = outline.datasets[turn].tensor
        throw context.error(
          .inputOutput,
          "the tensor \"\(tensor.name)\" got \(writtenCount) of its \(tensor.elementCount) elements"
        )
      }
      try HDF5FileAccess.flush(file, context)
      self.file = nil
      try file.close(context, "complete the file")
    }

    func cancel() {
      if let file { abandonUnlessComplete(file) }
      dataset = nil
      file = nil
      output.discard()
    }

    /// Sees to it that a file which cannot be completed is not closed either.
    ///
    /// A file that libhdf5 fails to close, for want of space on the disk, stays half open and crashes
    /// the process later. What this one takes is given back first, which is often enough.
    private func abandonUnlessComplete(_ file: HDF5Handle) {
      guard (try? HDF5FileAccess.flush(file, context)) == nil else { return }
      emptyTemporary()
      guard (try? HDF5FileAccess.flush(file, context)) == nil else { return }
      file.abandon()
      emptyTemporary()
    }

    /// Gives the space on the disk back, which an open file keeps even when it is removed.
    private func emptyTemporary() {
      try? FileHandle(forWritingTo: output.temporaryURL).truncate(atOffset: 0)
    }

    /// Passes over tensors without elements, for which no bytes come.
    private func skipCompleteTensors() throws {
      while turn < order.count, outline.datasets[turn].tensor.elementCount == 0 { turn += 1 }
    }

    private func open(_ plan: HDF5Outline.Dataset, in file: HDF5Handle) throws -> HDF5Dataset {
      try HDF5Dataset(
        HDF5Outline.text(plan.path),
        in: file,
        shape: plan.tensor.shape,
        memoryType: types.littleEndian(plan.storedType),
        context
      )
    }

    private func write(
      _ bytes: UnsafeRawBufferPointer,
      of plan: HDF5Outline.Dataset,
      to slab: Hyperslab,
      _ dataset: HDF5Dataset
    ) throws {
      guard plan.elements == .bfloat16AsFloat32 else {
        return try dataset.write(slab, from: bytes)
      }
      let wide = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 2 * bytes.count,
        alignment: MemoryLayout<UInt32>.alignment
      )
      defer { wide.deallocate() }
      StoredElements.widen(bytes, to: wide)
      try dataset.write(slab, from: UnsafeRawBufferPointer(wide))
    }
  }
#endif
