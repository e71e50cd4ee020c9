#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Memory whose size a file asks for: having too little of it is an error, not a trap.
final class FallibleBuffer {
  /// The memory, aligned for every element type.
  let bytes: UnsafeMutableRawBufferPointer

  /// Allocates memory.
  ///
  /// - Parameters:
  ///   - byteCount: The number of bytes, more than 0.
  ///   - tensor: The tensor that needs it, for the message.
  ///   - path: The file that holds the tensor, for the message.
  /// - Throws: ``WeightFileError`` `unsupported` when there is too little memory.
  init(byteCount: Int, for tensor: String, path: String) throws {
    guard let start = malloc(byteCount) else {
      throw WeightFileError(
        code: .unsupported,
        message:
          "the tensor \(tensor) is stored in Fortran order, which takes \(byteCount) bytes of "
          + "memory to read, more than there is; save it in C order "
          + "(numpy.save of numpy.ascontiguousarray)",
        path: path
      )
    }
    bytes = UnsafeMutableRawBufferPointer(start: start, count: byteCount)
  }

  deinit {
    free(bytes.baseAddress)
  }
}
