#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for drawn values, whose shortage is an error and not the end of the program.
///
/// Layers of any size may be asked for; arrays trap when memory is short.
final class DrawBuffer<Element: Numeric & BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The memory, filled before anyone else reads it.
  let values: UnsafeMutableBufferPointer<Element>

  /// Takes memory for some values and sets them to zero.
  ///
  /// - Parameters:
  ///   - count: How many values, at least 0.
  ///   - purpose: What they are for, for the message.
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  init(_ count: Int, for purpose: @autoclosure () -> String) throws {
    // Zero pages come for free, and zeros are a valid pattern of every type of numbers.
    guard let memory = calloc(max(count, 1), MemoryLayout<Element>.stride) else {
      throw WeightInitError(
        code: .outOfMemory,
        message: "no memory for \(count) values (\(purpose())); use a smaller layer or a machine "
          + "with more memory"
      )
    }
    values = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Element.self, capacity: max(count, 1)),
      count: count
    )
  }

  deinit { free(values.baseAddress) }
}
