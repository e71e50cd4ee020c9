#if HDF5 && (os(Linux) || os(macOS))
  public import WeightFiles
  public import WeightInit

  public import struct Foundation.URL

  /// HDF5: one dataset for each tensor, in groups named after the layers.
  ///
  /// The tensor `fc1.weight` becomes the dataset `/fc1/weight`: a name is cut at its last dot, and at
  /// slashes if it has any. Datasets are contiguous and little-endian in the oldest version of the
  /// format (superblock 0), which every reader of HDF5 knows; the same tensors always give the same
  /// bytes. float16, float32 and float64 are stored as the IEEE types. bfloat16 is stored as float32
  /// of the same values with the attribute `element_type` = `bfloat16`, because some readers take
  /// every 16-bit float for float16.
  ///
  /// Files of any making are read, chunked and compressed ones too; the names of tensors are the parts
  /// of the path joined by dots. Tensors that are no floating point numbers, and soft and external
  /// links, are skipped.
  ///
  /// - Warning: Files are parsed by libhdf5, in this process. The reader bounds what a file can make
  ///   it read and does not follow it to other files, but damaged or crafted metadata can crash
  ///   libhdf5 itself or keep it busy forever (its versions 1.10.8, 1.14.6 and 2.0.0 are known to
  ///   crash). Open files from unknown sources in a process that may die.
  public struct HDF5Format: TensorFormat {
    /// The format's name: `hdf5`.
    public let identifier = "hdf5"
    /// One line about the format.
    public let summary = "HDF5, one dataset per tensor at /layer/tensor"
    /// `h5` and `hdf5`.
    public let fileExtensions = ["h5", "hdf5"]
    /// `false`: all tensors are in one file.
    public let isFolder = false
    /// `nil`: any layout will do.
    public let requiredLayout: WeightLayout? = nil

    /// Creates the format.
    public init() {}

    /// Whether a file has the signature of HDF5, at its start or after a user block.
    ///
    /// - Parameter url: A file; it may not exist.
    /// - Returns: `false` too when nothing is there or it cannot be read.
    public func recognizes(_ url: URL) -> Bool {
      HDF5Signature.isPresent(at: url)
    }

    /// Begins to write a file.
    ///
    /// - Parameters:
    ///   - contents: The tensors; their layers do not matter.
    ///   - url: Where the finished file shall be.
    /// - Returns: A writer that awaits the bytes of the tensors.
    /// - Throws: `WeightFileError`: `unsupported` when two names cannot be in one file (`a` and `a.b`,
    ///   `a/b` and `a.b`) or HDF5 cannot hold a name or a shape, `cannotCreate` when the place cannot
    ///   be written.
    public func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter {
      let datasets = contents.tensors.map { tensor in
        let path = HDF5Names.path(of: tensor.name)
        var attributes: [(name: String, text: String)] = []
        if HDF5Names.name(of: path, layerName: nil) != tensor.name {
          attributes.append((HDF5Names.attribute, tensor.name))
        }
        let isBrain = tensor.elementType == .bfloat16
        if isBrain {
          attributes.append((StoredElements.elementTypeAttribute, tensor.elementType.rawValue))
        }
        return HDF5Outline.Dataset(
          tensor: tensor,
          path: path,
          elements: isBrain ? .bfloat16AsFloat32 : .own,
          attributes: attributes
        )
      }
      return try HDF5Writer(HDF5Outline(groups: [], datasets: datasets), at: url)
    }

    /// Opens a file for reading.
    ///
    /// - Parameter url: An HDF5 file of anyone's making.
    /// - Returns: A reader of its tensors; their bytes are read when they are asked for.
    /// - Throws: `WeightFileError`: `notFound`, `malformed`, or `unsupported` for tensors whose values
    ///   lie outside of the file (external storage, virtual datasets) and for files of a size that no
    ///   network has.
    public func makeReader(at url: URL) throws -> any TensorReader {
      try HDF5Reader(url)
    }
  }
#endif
