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
  /// `pwrite(2)`: descriptor, bytes and their place in the file.
  var write: @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Int
  /// `fsync(2)`.
  var synchronize: @Sendable (Int32) -> Int32
  /// `close(2)`.
  var close: @Sendable (Int32) -> Int32
  /// `rename(2)`, from the first path to the second.
  var rename: @Sendable (String, String) -> Int32
  /// Opens an existing file for writes that bypass the system's cache; −1 where there are none.
  var openDirect: @Sendable (String) -> Int32 = { path in
    #if canImport(Glibc)
      open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | __O_DIRECT)
    #elseif canImport(Musl)
      open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECT)
    #else
      -1
    #endif
  }
  /// `ftruncate(2)`: descriptor and the length that the file will have.
  var setLength: @Sendable (Int32, Int) -> Int32 = { ftruncate($0, off_t($1)) }
  /// Lets the disk begin with some bytes that were written through the cache: `posix_fadvise(2)` with
  /// POSIX_FADV_DONTNEED, where there is such a call.
  var beginSynchronizing: @Sendable (Int32, Int, Int) -> Void = { descriptor, offset, byteCount in
    #if os(Linux)
      _ = posix_fadvise(descriptor, off_t(offset), off_t(byteCount), POSIX_FADV_DONTNEED)
    #endif
  }

  /// The system's own.
  static let system = FileSystemCalls(
    write: { pwrite($0, $1.baseAddress, $1.count, off_t($2)) },
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
