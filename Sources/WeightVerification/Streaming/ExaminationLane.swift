internal import Dispatch

/// Numbers of some blocks that follow each other in storage.
final class Slab: @unchecked Sendable {
  /// The blocks in one slab: enough that handing it over costs nothing beside the work on it.
  static let blockCount = 4

  /// Memory for all blocks.
  let memory: UnsafeMutableBufferPointer<Double>
  /// The values that are there.
  var filled = 0
  /// The salt of each block.
  var salts: [UInt64] = []

  init(capacity: Int) {
    memory = .allocate(capacity: capacity)
    memory.initialize(repeating: 0)
  }

  deinit { memory.deallocate() }
}

/// Passes slabs on to an examination, in order: on the thread of the caller, or on another one while
/// the caller fills the next.
///
/// Slabs and the examination belong to one thread at a time.
final class ExaminationLane: @unchecked Sendable {
  /// The slabs that are filled, waiting or being examined at the same time.
  private static let slabCount = 4

  private let examination: any Examination
  private var walker: LayoutWalker
  private let blockLength: Int
  private var slabs: [Slab]
  private var current = 0
  private let queue: DispatchQueue?
  private let examined = DispatchSemaphore(value: 0)

  /// Creates a lane.
  ///
  /// - Parameters:
  ///   - examination: What takes the values.
  ///   - walker: The way through the matrix, at its beginning.
  ///   - blockLength: The values of a block, all but the last.
  ///   - capacity: The values of a slab.
  ///   - isConcurrent: Whether to examine on another thread.
  init(
    to examination: any Examination,
    walker: LayoutWalker,
    blockLength: Int,
    capacity: Int,
    isConcurrent: Bool
  ) {
    self.examination = examination
    self.walker = walker
    self.blockLength = blockLength
    slabs = (0..<(isConcurrent ? Self.slabCount : 1)).map { _ in Slab(capacity: capacity) }
    queue = isConcurrent ? DispatchQueue(label: "WeightVerification.examination") : nil
    for _ in slabs.dropFirst() { examined.signal() }
  }

  /// Whether the salts of blocks are used.
  var usesSalt: Bool { examination.usesSalt }

  /// The slab to fill.
  var slab: Slab { slabs[current] }

  /// Passes the filled slab on; ``slab`` is another or an empty one afterwards.
  func pass() {
    let filled = slab
    if let queue {
      queue.async { self.examine(filled) }
      examined.wait()
      current = (current + 1) % slabs.count
    } else {
      examine(filled)
    }
  }

  /// Waits until everything has been examined.
  ///
  /// - Returns: What was found.
  func finish() -> Findings {
    queue?.sync {}
    return examination.finish()
  }

  private func examine(_ slab: Slab) {
    var start = 0
    for salt in slab.salts {
      let end = min(slab.filled, start + blockLength)
      walker.walk(UnsafeBufferPointer(rebasing: slab.memory[start..<end]), salt: salt) {
        examination.take($0)
      }
      start = end
    }
    slab.filled = 0
    slab.salts.removeAll(keepingCapacity: true)
    examined.signal()
  }
}
