#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles
  import WeightInit

  /// Where and how a dataset of a file keeps its elements.
  struct HDF5Storage {
    /// The largest chunk that is read: libhdf5 holds a whole one in memory.
    private static let maximumChunkByteCount = 1 << 30
    /// The largest cache for chunks, unless a single one needs more.
    private static let maximumCacheByteCount = 1 << 28
    /// A dataset beyond this many bytes must store at least a thousandth of them.
    private static let trustedByteCount = 1 << 32

    private let dataset: hid_t
    private let creation: hid_t
    private let path: String
    private let context: HDF5Context

    /// Looks at a dataset through its property list.
    init(dataset: hid_t, creation: hid_t, path: String, _ context: HDF5Context) {
      self.dataset = dataset
      self.creation = creation
      self.path = path
      self.context = context
    }

    /// Checks that the elements are in the file itself.
    ///
    /// External storage would let a file present any file of this computer as weights, and libhdf5
    /// silently puts fill values in the place of missing parts of a virtual dataset.
    func checkPlace() throws {
      guard H5Pget_layout(creation) != H5D_VIRTUAL else {
        throw context.error(
          .unsupported,
          "the dataset \(path) is virtual: its values are in other datasets or files, which are not "
            + "followed; copy them into one file first"
        )
      }
      let action = "read the layout of the dataset \(path)"
      guard try context.check(H5Pget_external_count(creation), action) == 0 else {
        throw context.error(
          .unsupported,
          "the values of the dataset \(path) are in another file (external storage), which is not "
            + "followed; copy them into the file first"
        )
      }
    }

    /// Checks that a dataset does not declare far more than it stores.
    ///
    /// - Returns: The bytes that it declares.
    func checkSize(of type: hid_t, _ tensor: TensorDescriptor) throws -> Int {
      let (declared, overflow) = tensor.elementCount.multipliedReportingOverflow(
        by: H5Tget_size(type)
      )
      let stored = Int(clamping: H5Dget_storage_size(dataset))
      let isCutShort = H5Pget_layout(creation) == H5D_CONTIGUOUS && stored > 0 && stored < declared
      let isBloated = declared > Self.trustedByteCount && stored < declared / 1000
      guard !overflow, !isCutShort, !isBloated else {
        throw context.error(
          .malformed,
          "the dataset \(path) declares the shape \(tensor.shape) and stores only \(stored) bytes"
        )
      }
      return declared
    }

    /// The memory that lets each chunk be decompressed only once while the dataset is read in order.
    ///
    /// - Parameters:
    ///   - shape: The lengths of the axes.
    ///   - byteCount: The bytes of the whole dataset.
    /// - Returns: `nil` when the dataset is not chunked.
    /// - Throws: `WeightFileError` when a chunk is too large to be held in memory.
    func chunkCacheByteCount(_ shape: [Int], _ byteCount: Int) throws -> Int? {
      guard H5Pget_layout(creation) == H5D_CHUNKED else { return nil }
      var lengths = [hsize_t](repeating: 0, count: shape.count)
      try context.check(
        H5Pget_chunk(creation, Int32(shape.count), &lengths),
        "read the layout of the dataset \(path)"
      )
      guard byteCount > 0, let first = shape.first, let firstOfChunk = lengths.first else {
        return nil
      }
      let elementSize = byteCount / shape.reduce(1, *)
      var chunk = elementSize
      for length in lengths {
        let (product, overflow) = chunk.multipliedReportingOverflow(by: Int(clamping: length))
        guard !overflow, product <= Self.maximumChunkByteCount else {
          throw context.error(
            .unsupported,
            "the dataset \(path) has chunks of \(lengths) elements; rewrite it with chunks of at most "
              + "\(Self.maximumChunkByteCount) bytes"
          )
        }
        chunk = product
      }
      // In C order the reader passes through all chunks that begin at the same index of the first
      // axis before it leaves any of them. Chunks may reach beyond the last index: twice is enough for
      // one axis, and more only costs time.
      let stripe = Int(
        min(
          Double(byteCount) / Double(first) * Double(firstOfChunk) * 2,
          Double(Self.maximumCacheByteCount)
        )
      )
      return max(chunk, stripe)
    }

    /// Checks that libhdf5 has the filters (compression and such) that the dataset needs.
    func checkFilters() throws {
      let action = "read the filters of the dataset \(path)"
      let count = try context.check(H5Pget_nfilters(creation), action)
      for index in 0..<UInt32(count) {
        var flags: UInt32 = 0
        var valueCount = 0
        var name = [CChar](repeating: 0, count: 64)
        let filter = try context.check(
          H5Pget_filter2(
            creation,
            index,
            &flags,
            &valueCount,
            nil,
            name.count - 1,
            &name,
            nil
          ),
          action
        )
        guard H5Zfilter_avail(filter) <= 0 else { continue }
        let text = String(
          decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
          as: UTF8.self
        )
        throw context.error(
          .unsupported,
          "the dataset \(path) is stored through the filter \(filter)"
            + (text.isEmpty ? "" : " (\(text))")
            + ", which this libhdf5 does not have; install its plugin and set HDF5_PLUGIN_PATH, or "
            + "rewrite the file without it (h5repack -f NONE)"
        )
      }
    }
  }
#endif
