public import WeightFiles
import WeightFilesHDF5

extension FormatRegistry {
  /// The formats that the package was built with: npy and safetensors, and with the trait `HDF5` also
  /// HDF5 and Keras.
  public static let supported: FormatRegistry = {
    var registry = FormatRegistry.builtIn
    #if HDF5 && (os(Linux) || os(macOS))
      for format in BuiltInHDF5Formats.all {
        // Identifiers of this package are distinct; a test holds this true.
        registry = (try? registry.registering(format)) ?? registry
      }
    #endif
    return registry
  }()
}
