import Foundation
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes parts of a file at their places, from several threads if need be, and reports every failure.
///
/// Large parts whose memory is aligned as their place in the file is go past the system's cache where
/// it lets them: that saves copying them, and other programs keep what they have in the cache.
/// Foundation's `FileHandle` is not used because it loses the system's reason on Linux.
final class FileWriter: Sendable {
  /// What places, lengths and addresses must be multiples of to go past the cache.
  static let pageByteCount = 4096
  /// Fewer bytes are faster through the cache.
  private static let leastDirectByteCount = 128 << 10

  private let descriptor: Int32
  /// A second descriptor of the file that goes past the cache; −1 when there is none.
  private let directDescriptor: Int32
  private let place: URL
  private let calls: FileSystemCalls
  private let isDirectRefused = Atomic<Bool>(false)
  private let isClosed = Atomic<Bool>(false)

  /// Opens a file for writing.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - creating: Whether the file must be created and may not exist; otherwise it must exist and
  ///     is emptied.
  ///   - byteCount: How long the file will be, when that is known.
  ///   - place: The path for messages, which is not that of the temporary file.
  ///   - calls: The system calls to use.
  /// - Throws: ``WeightFileError`` `cannotCreate`, or `inputOutput` when it may not be so long.
  init(
    _ url: URL,
    creating: Bool,
    byteCount: Int = 0,
    reportedAs place: URL,
    calls: FileSystemCalls
  ) throws {
    let flags = creating ? O_CREAT | O_EXCL : O_TRUNC
    descriptor = open(url.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0o666)
    self.place = place
    self.calls = calls
    let isLarge = byteCount >= 2 * Self.leastDirectByteCount
    directDescriptor = descriptor >= 0 && isLarge ? calls.openDirect(url.path) : -1
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
    // Writes past the cache that make a file longer would wait for each other.
    if isLarge, calls.setLength(descriptor, byteCount) != 0 { throw failure() }
  }

  deinit {
    try? close()
  }

  /// Writes bytes at their place.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: Where in the file the first of them belongs.
  /// - Throws: ``WeightFileError`` `inputOutput`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    guard let base = bytes.baseAddress else { return }
    let page = Self.pageByteCount
    let head = min(bytes.count, (page - offset % page) % page)
    let middle = (bytes.count - head) / page * page
    guard directDescriptor >= 0, middle >= Self.leastDirectByteCount,
      UInt(bitPattern: base + head) % UInt(page) == 0,
      !isDirectRefused.load(ordering: .relaxed)
    else {
      try writeAll(bytes, at: offset)
      // The disk begins to work now rather than when all is written.
      if bytes.count >= Self.leastDirectByteCount {
        calls.beginSynchronizing(descriptor, offset, bytes.count)
      }
      return
    }
    try writeAll(UnsafeRawBufferPointer(rebasing: bytes[..<head]), at: offset)
    let written = try writeDirectly(
      UnsafeRawBufferPointer(rebasing: bytes[head..<head + middle]),
      at: offset + head
    )
    try writeAll(
      UnsafeRawBufferPointer(rebasing: bytes[(head + written)...]),
      at: offset + head + written
    )
  }

  /// Closes the file.
  ///
  /// - Throws: ``WeightFileError`` `inputOutput`.
  func close() throws {
    guard descriptor >= 0, !isClosed.exchange(true, ordering: .relaxed) else { return }
    let failsDirectly = directDescriptor >= 0 && calls.close(directDescriptor) != 0
    let fails = calls.close(descriptor) != 0
    if fails || failsDirectly { throw failure() }
  }

  /// Writes past the cache as much as the system takes.
  ///
  /// - Returns: How much that was: all, or less when the file system would not.
  private func writeDirectly(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws -> Int {
    var written = 0
    while written < bytes.count {
      let count = calls.write(
        directDescriptor,
        UnsafeRawBufferPointer(rebasing: bytes[written...]),
        offset + written
      )
      if count < 0 {
        if errno == EINTR { continue }
        // This file system asks for another alignment, or knows no such writes after all.
        guard errno == EINVAL || errno == EOPNOTSUPP else { throw failure() }
        isDirectRefused.store(true, ordering: .relaxed)
        return written
      }
      written += count
      if count % Self.pageByteCount != 0 { return written }
    }
    return written
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var written = 0
    while written < bytes.count {
      let count = calls.write(
        descriptor,
        UnsafeRawBufferPointer(rebasing: bytes[written...]),
        offset + written
      )
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      written += count
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
