import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes a file from start to end through a buffer, and reports every failure.
///
/// Foundation's `FileHandle` is not used because it loses the system's reason on Linux.
final class FileWriter {
  private static let capacity = 256 << 10

  private let descriptor: Int32
  private let place: URL
  private let calls: FileSystemCalls
  private var buffer: [UInt8] = []
  private var isClosed = false

  /// Opens a file for writing.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - creating: Whether the file must be created and may not exist; otherwise it must exist and
  ///     is emptied.
  ///   - place: The path for messages, which is not that of the temporary file.
  ///   - calls: The system calls to use.
  /// - Throws: ``WeightFileError`` `cannotCreate`.
  init(_ url: URL, creating: Bool, reportedAs place: URL, calls: FileSystemCalls) throws {
    let flags = creating ? O_CREAT | O_EXCL : O_TRUNC
    descriptor = open(url.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0o666)
    self.place = place
    self.calls = calls
    guard descriptor >= 0 else {
      let reason =
        errno == EEXIST
        ? "the name is taken (does the file system ignore case?)" : systemErrorText()
      throw WeightFileError(
        code: .cannotCreate,
        message: "cannot create \(url.lastPathComponent): \(reason)",
        path: place.path
      )
    }
    buffer.reserveCapacity(Self.capacity)
  }

  deinit {
    if !isClosed { _ = calls.close(descriptor) }
  }

  /// Appends bytes.
  ///
  /// - Parameter bytes: The bytes; large pieces bypass the buffer.
  /// - Throws: ``WeightFileError`` `inputOutput`.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try writeThrough(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Writes what is buffered and closes the file.
  ///
  /// - Throws: ``WeightFileError`` `inputOutput`.
  func close() throws {
    guard !isClosed else { return }
    try flush()
    isClosed = true
    guard calls.close(descriptor) == 0 else { throw failure() }
  }

  private func flush() throws {
    try buffer.withUnsafeBytes(writeThrough)
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = calls.write(descriptor, rest)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  private func failure() -> WeightFileError {
    WeightFileError(
      code: .inputOutput,
      message: "writing failed: \(systemErrorText()); nothing has been replaced",
      path: place.path
    )
  }
}
