#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The system calls by which output is written, so that tests can let them fail where they like.
///
/// Each returns what the system call returns and sets `errno` as it does.
struct FileSystemCalls: Sendable {
  /// `write(2)`.
  var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int
  /// `fsync(2)`.
  var synchronize: @Sendable (Int32) -> Int32
  /// `close(2)`.
  var close: @Sendable (Int32) -> Int32
  /// `rename(2)`, from the first path to the second.
  var rename: @Sendable (String, String) -> Int32

  /// The system's own.
  static let system = FileSystemCalls(
    write: { descriptor, bytes in
      #if canImport(Darwin)
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
      #else
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      #endif
    },
    synchronize: { fsync($0) },
    close: { descriptor in
      #if canImport(Darwin)
        Darwin.close(descriptor)
      #elseif canImport(Musl)
        Musl.close(descriptor)
      #else
        Glibc.close(descriptor)
      #endif
    },
    rename: { old, new in
      #if canImport(Darwin)
        Darwin.rename(old, new)
      #elseif canImport(Musl)
        Musl.rename(old, new)
      #else
        Glibc.rename(old, new)
      #endif
    }
  )
}

/// The system's words for an error number, for example `No space left on device`.
///
/// - Parameter number: The error number; the last failed call's when not given.
/// - Returns: The text of `strerror(3)`.
func systemErrorText(_ number: Int32 = errno) -> String {
  guard let text = strerror(number) else { return "error \(number)" }
  return String(cString: text)
}
