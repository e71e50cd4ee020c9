#if HDF5 && (os(Linux) || os(macOS))
  public import WeightFiles
  public import WeightInit

  public import struct Foundation.URL

  /// The weights of a Keras 3 model, as `model.load_weights("….weights.h5")` takes them.
  ///
  /// Variables are addressed by the class of their layer and its number among the layers of that
  /// class, not by names: the second `Dense` of a `Sequential` model lies in `/layers/dense_1/vars/0`
  /// (kernel) and `/layers/dense_1/vars/1` (bias). So the model that loads the file must have the
  /// layers of the specification, in its order. In a functional model with branches Keras counts in
  /// the order of `model.layers`, which is that of depth.
  ///
  /// Two attributes that Keras does not look at keep the names: `name` of `vars` is the layer's,
  /// `tensor_name` of a variable the tensor's. Files without them are read too; their tensors are
  /// called `<layer>.<number>`.
  ///
  /// - Warning: Files are parsed by libhdf5, with the consequences that ``HDF5Format`` tells.
  ///
  /// Source: `keras/src/saving/saving_lib.py` of Keras 3.
  public struct KerasFormat: TensorFormat {
    /// The format's name: `keras`.
    public let identifier = "keras"
    /// One line about the format.
    public let summary = "Keras 3 weights, for model.load_weights()"
    /// `weights.h5`, without which Keras takes a file for one of Keras 2.
    public let fileExtensions = ["weights.h5"]
    /// `false`: all tensors are in one file.
    public let isFolder = false
    /// The axes must be in the order of Keras.
    public let requiredLayout: WeightLayout? = .keras

    /// Creates the format.
    public init() {}

    /// Whether a file is HDF5 and named as Keras demands.
    ///
    /// - Parameter url: A file; it may not exist.
    /// - Returns: `false` too when nothing is there or it cannot be read.
    public func recognizes(_ url: URL) -> Bool {
      Self.isNamedForKeras(url) && HDF5Signature.isPresent(at: url)
    }

    /// Begins to write a file.
    ///
    /// - Parameters:
    ///   - contents: The tensors in the layout of Keras, and the layers that hold them.
    ///   - url: Where the finished file shall be; its name ends in `.weights.h5`.
    /// - Returns: A writer that awaits the bytes of the tensors.
    /// - Throws: `WeightFileError`: `unsupported` when a tensor belongs to no layer or Keras has no
    ///   such layer, `cannotCreate` when the name has another ending or the place cannot be written.
    public func makeWriter(for contents: FileContents, at url: URL) throws -> any TensorWriter {
      let context = HDF5Context(path: url.path, failureCode: .cannotCreate)
      guard Self.isNamedForKeras(url) else {
        throw context.error(
          .cannotCreate,
          "the name of a Keras weights file must end in \".weights.h5\", or Keras cannot load it; "
            + "choose such a name, or the format hdf5"
        )
      }
      return try HDF5Writer(HDF5Outline(keras: contents, context), at: url)
    }

    /// Opens a file for reading.
    ///
    /// - Parameter url: A file that Keras or this package wrote.
    /// - Returns: A reader of its tensors; their bytes are read when they are asked for.
    /// - Throws: `WeightFileError`, as ``HDF5Format/makeReader(at:)`` does.
    public func makeReader(at url: URL) throws -> any TensorReader {
      try HDF5Reader(url)
    }

    private static func isNamedForKeras(_ url: URL) -> Bool {
      url.lastPathComponent.hasSuffix(".weights.h5")
    }
  }
#endif
