import WeightInit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Memory for one piece, which lies in it as it will lie in the file.
///
/// The first byte of the memory belongs to a place in the file that is a multiple of the page, so
/// that the pages of a piece can be written without copying them.
final class PieceMemory: @unchecked Sendable {
  /// All of it, beginning at a page.
  let bytes: UnsafeMutableRawBufferPointer

  /// Takes memory.
  ///
  /// - Throws: `WeightInitError` with code `outOfMemory`.
  init(byteCount: Int) throws {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, FileWriter.pageByteCount, byteCount) == 0, let memory else {
      throw WeightInitError(
        code: .outOfMemory,
        message: "no memory for a piece of \(byteCount) bytes; use a smaller layer, the layout "
          + "pytorch, or a machine with more memory"
      )
    }
    bytes = UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
  }

  deinit { free(bytes.baseAddress) }
}

/// The memory of all pieces that are on their way, with a bound.
///
/// Not safe for several threads: its owner has a lock.
struct PieceMemoryPool {
  /// What pieces may take together; a piece that is larger waits until it is alone.
  private let budget: Int
  private var used = 0
  private var idle: [PieceMemory] = []
  private var idleByteCount = 0

  init(budget: Int) { self.budget = budget }

  /// Whether a piece may begin.
  func admits(_ byteCount: Int) -> Bool { used == 0 || used + byteCount <= budget }

  /// Sets memory aside.
  ///
  /// - Returns: Memory that has been used before, or `nil` when new memory must be taken.
  mutating func reserve(_ byteCount: Int) -> PieceMemory? {
    used += byteCount
    if let index = idle.lastIndex(where: { $0.bytes.count == byteCount }) {
      let memory = idle.remove(at: index)
      idleByteCount -= byteCount
      return memory
    }
    // Pieces of other sizes have come to an end.
    while let first = idle.first, used + idleByteCount > budget {
      idleByteCount -= first.bytes.count
      idle.removeFirst()
    }
    return nil
  }

  /// Takes memory back.
  mutating func release(_ memory: PieceMemory) {
    used -= memory.bytes.count
    idleByteCount += memory.bytes.count
    idle.append(memory)
  }
}
