#if HDF5 && (os(Linux) || os(macOS))
  public import WeightFiles

  /// The formats of this module, for a registry of formats.
  public enum BuiltInHDF5Formats {
    /// All of them.
    public static let all: [any TensorFormat] = [
      HDF5Format(),
      KerasFormat(),
    ]
  }
#endif
