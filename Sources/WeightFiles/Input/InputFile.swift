import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A regular file opened for reading at any place, from any thread.
final class InputFile: Sendable {
  /// The bytes that are read at a time; a multiple of every element's size.
  static let chunkByteCount = 1 << 20

  let url: URL
  /// The file's path, for messages.
  var path: String { url.path }
  /// The file's length in bytes when it was opened.
  let byteCount: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameter url: A regular file.
  /// - Throws: ``WeightFileError`` `notFound` when it does not exist, may not be read, or is not a
  ///   regular file.
  init(_ url: URL) throws {
    self.url = url
    // Opening a pipe must not wait for its writer.
    descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw WeightFileError(
        code: .notFound,
        message: "cannot be opened: \(systemErrorText())",
        path: url.path
      )
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = FileSystemCalls.system.close(descriptor)
      throw WeightFileError(
        code: .notFound,
        message: "this is not a regular file",
        path: url.path
      )
    }
    byteCount = Int(status.st_size)
  }

  deinit {
    _ = FileSystemCalls.system.close(descriptor)
  }

  /// Reads bytes; fewer only at the end of the file.
  ///
  /// - Parameters:
  ///   - offset: The place of the first byte.
  ///   - count: The number of bytes, not more than the file's header limits allow.
  /// - Returns: The bytes.
  /// - Throws: ``WeightFileError`` `inputOutput`.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    let available = max(0, min(count, byteCount - offset))
    var bytes = [UInt8](repeating: 0, count: available)
    try bytes.withUnsafeMutableBytes { try read(at: offset, into: $0) }
    return bytes
  }

  /// Fills a buffer.
  ///
  /// - Parameters:
  ///   - offset: The place of the first byte.
  ///   - buffer: The buffer to fill.
  /// - Throws: ``WeightFileError`` `inputOutput`, also when the file ends before the buffer is full.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    var position = 0
    while position < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[position...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + position))
      if count < 0 {
        if errno == EINTR { continue }
        throw WeightFileError(
          code: .inputOutput,
          message: "reading failed: \(systemErrorText())",
          path: url.path,
          byteOffset: offset + position
        )
      }
      guard count > 0 else {
        throw WeightFileError(
          code: .inputOutput,
          message: "the file has become shorter while it was read; is another program writing it?",
          path: url.path,
          byteOffset: offset + position
        )
      }
      position += count
    }
  }

  /// Passes a part of the file on in chunks.
  ///
  /// - Parameters:
  ///   - range: The places of the bytes, within the file, a multiple of the element's size long.
  ///   - body: Takes a chunk, which it may change in place.
  /// - Throws: ``WeightFileError`` `inputOutput`, and what `body` throws.
  func forEachChunk(
    in range: Range<Int>,
    _ body: (UnsafeMutableRawBufferPointer) throws -> Void
  )
    throws
  {
    guard !range.isEmpty else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(range.count, Self.chunkByteCount),
      alignment: 64
    )
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = min(buffer.count, range.upperBound - offset)
      let chunk = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      try read(at: offset, into: chunk)
      try body(chunk)
      offset += count
    }
  }
}
