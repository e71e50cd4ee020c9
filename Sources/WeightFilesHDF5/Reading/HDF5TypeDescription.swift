#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// Names for the types of datasets that this package does not measure.
  enum HDF5TypeDescription {
    /// A short name, such as `int32` or `string`.
    static func text(_ type: hid_t) -> String {
      let bits = 8 &* H5Tget_size(type)
      return switch H5Tget_class(type) {
      case H5T_INTEGER: H5Tget_sign(type) == H5T_SGN_NONE ? "uint\(bits)" : "int\(bits)"
      case H5T_FLOAT: "unknown float\(bits)"
      case H5T_STRING: "string"
      case H5T_BITFIELD: "bits\(bits)"
      case H5T_OPAQUE: "opaque\(bits)"
      case H5T_COMPOUND: "compound"
      case H5T_REFERENCE: "reference"
      case H5T_ENUM: "enumeration"
      case H5T_VLEN: "variable-length"
      case H5T_ARRAY: "array"
      case H5T_TIME: "time"
      default: "unknown type"
      }
    }
  }
#endif
