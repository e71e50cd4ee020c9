#if HDF5 && (os(Linux) || os(macOS))
  import WeightFiles
  import WeightInit

  import class Foundation.FileHandle
  import struct Foundation.URL

  /// Writes the datasets of an outline.
  final class HDF5Writer: PositionalTensorWriter {
    let order: [Int]
    let fileNames: [String]
    let output: AtomicOutput

    private let outline: HDF5Outline
    private let types: HDF5FloatTypes
    private let context: HDF5Context
    /// `nil` once it is closed.
    private var file: HDF5Handle?
    /// The datasets for which bytes have come, but not all.
    private var datasets: [Int: HDF5Dataset] = [:]
    /// The elements of each tensor that have been written.
    private var writtenCounts: [Int]
    /// The position of the first tensor that is not complete.
    private var turn = 0

    /// Creates the file with all its datasets, so that what HDF5 cannot hold fails before anything is
    /// drawn.
    init(_ outline: HDF5Outline, at url: URL) throws {
      let creating = HDF5Context(path: url.path, failureCode: .cannotCreate)
      try outline.validate(creating)
      self.outline = outline
      order = Array(outline.datasets.indices)
      writtenCounts = Array(repeating: 0, count: outline.datasets.count)
      fileNames = outline.datasets.map { _ in url.lastPathComponent }
      context = HDF5Context(path: url.path, failureCode: .inputOutput)
      types = try HDF5FloatTypes(creating)
      output = try AtomicOutput(replacing: url, isFolder: false)
      do {
        let file = try HDF5FileAccess.create(output.temporaryURL.path, creating)
        self.file = file
        try outline.create(in: file, types, creating)
        skipCompleteTensors()
      } catch {
        cancel()
        throw error
      }
    }

    deinit {
      cancel()
    }

    /// libhdf5 does one thing at a time.
    var writesConcurrently: Bool { false }

    /// libhdf5 chooses the places.
    func fileOffset(of tensor: Int) -> Int { 0 }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
      var rest = bytes[...]
      while !rest.isEmpty {
        guard file != nil, turn < order.count else {
          throw context.error(.inputOutput, "there are more bytes than the tensors hold")
        }
        let tensor = outline.datasets[turn].tensor
        let size = tensor.elementType.byteCount
        guard rest.count >= size else { throw partOfElement(tensor) }
        let offset = writtenCounts[turn] * size
        let part = rest.prefix(min(rest.count / size * size, tensor.byteCount - offset))
        try write(UnsafeRawBufferPointer(rebasing: part), of: turn, at: offset)
        rest = rest.dropFirst(part.count)
      }
    }

    func write(_ bytes: UnsafeRawBufferPointer, of index: Int, at offset: Int) throws {
      let plan = outline.datasets[index]
      let size = plan.tensor.elementType.byteCount
      guard let file, bytes.count <= plan.tensor.byteCount - writtenCounts[index] * size,
        offset >= 0, offset <= plan.tensor.byteCount - bytes.count
      else {
        throw context.error(
          .inputOutput,
          "there are more bytes than the tensor \"\(plan.tensor.name)\" holds"
        )
      }
      guard bytes.count % size == 0, offset % size == 0 else { throw partOfElement(plan.tensor) }
      let dataset = try datasets[index] ?? open(plan, in: file)
      datasets[index] = dataset
      var position = offset / size
      var rest = bytes[...]
      while !rest.isEmpty {
        let slab = Hyperslab(
          at: position,
          in: plan.tensor.shape,
          atMost: min(rest.count / size, HDF5Dataset.blockByteCount / size)
        )
        let part = UnsafeRawBufferPointer(rebasing: rest.prefix(slab.elementCount * size))
        try write(part, of: plan, to: slab, dataset)
        rest = rest.dropFirst(part.count)
        position += slab.elementCount
      }
      writtenCounts[index] += bytes.count / size
      if writtenCounts[index] == plan.tensor.elementCount {
        datasets[index] = nil
        try dataset.close()
      }
      skipCompleteTensors()
    }

    func close() throws {
      guard let file else { return }
      guard turn == order.count else {
        let tensor = outline.datasets[turn].tensor
        throw context.error(
          .inputOutput,
          "the tensor \"\(tensor.name)\" got \(writtenCounts[turn]) of its "
            + "\(tensor.elementCount) elements"
        )
      }
      try HDF5FileAccess.flush(file, context)
      self.file = nil
      try file.close(context, "complete the file")
    }

    func cancel() {
      if let file { abandonUnlessComplete(file) }
      datasets = [:]
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

    /// Passes over tensors that are complete, as those without elements always are.
    private func skipCompleteTensors() {
      while turn < order.count, writtenCounts[turn] == outline.datasets[turn].tensor.elementCount {
        turn += 1
      }
    }

    private func partOfElement(_ tensor: TensorDescriptor) -> WeightFileError {
      context.error(.inputOutput, "a part of an element came for the tensor \"\(tensor.name)\"")
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
