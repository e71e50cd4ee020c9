#if HDF5 && (os(Linux) || os(macOS))
  import WeightInit

  /// A dataset of floating point numbers in a file of anyone's making.
  struct HDF5FoundDataset: Sendable {
    var path: [String]
    var shape: [Int]
    var elementType: ElementType
    var elements: StoredElements
    /// The type of the elements in memory, before their conversion.
    var memoryType: HDF5Handle
    /// The memory in bytes that lets each chunk be decompressed only once; `nil` when the dataset is
    /// not chunked.
    var chunkCacheByteCount: Int?
    /// The tensor's name, where the file tells it.
    var tensorName: String?
    /// The attribute `name` of the group that the dataset lies in.
    var layerName: String?
  }
#endif
