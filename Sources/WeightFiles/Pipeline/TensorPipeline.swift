import Foundation
import WeightInit

/// Draws, hashes and writes the tensors of a source, all at the same time.
///
/// SHA-256 takes the bytes of a tensor one after the other, so that the hash of a tensor keeps one core
/// busy and no more: each thread begins a tensor of its own, draws a piece and hashes it while it is in
/// the cache. Threads that find no more tensors draw ahead for the others. Further threads, which
/// mostly wait for the disk, write. What is drawn but not yet written is bounded.
final class TensorPipeline: @unchecked Sendable {
  /// What pieces may take together.
  private static let memoryBudget = 160 << 20
  /// How far threads without a tensor of their own draw ahead of a hash.
  private static let piecesAhead = 8
  /// Enough to keep the disk busy while one of them has its answer.
  private static let concurrentWriters = 3

  let source: any PiecewiseTensorSource
  let writer: any PositionalTensorWriter
  private let tensors: [TensorDescriptor]

  /// Guards everything below.
  private let monitor = Monitor()
  /// There may be something to draw or to hash.
  private let work = Monitor.Event()
  /// There may be something to write.
  private let outgoingWork = Monitor.Event()
  /// Something has been written, or a thread has ended.
  private let progress = Monitor.Event()
  private var waiting: ArraySlice<Int>
  /// The tensors that threads are preparing.
  private var preparing = 0
  private var active: [PipelinedTensor] = []
  private var outgoing: [Outgoing] = []
  private var pool = PieceMemoryPool(budget: memoryBudget)
  private var digests: [String]
  private var written: [(tensor: Int, byteCount: Int)] = []
  private var workers = 0
  private var writers = 0
  private var failure: (any Error)?

  /// A piece that has been hashed.
  private struct Outgoing {
    var tensor: Int
    var memory: PieceMemory
    var bytes: Range<Int>
    var offset: Int
  }

  /// What a thread does next.
  private enum Task {
    case begin(Int)
    case draw(PipelinedTensor, piece: Int, PieceMemory?)
    case hash(PipelinedTensor, piece: Int, PieceMemory)
  }

  init(_ source: any PiecewiseTensorSource, _ writer: any PositionalTensorWriter) {
    self.source = source
    self.writer = writer
    tensors = source.tensors
    waiting = writer.order[...]
    digests = Array(repeating: "", count: tensors.count)
  }

  /// Runs until all is written.
  ///
  /// - Parameter report: Is called on this thread with the tensor and the number of bytes after some of
  ///   it has been written; an error that it throws ends the work.
  /// - Returns: The digests in the source's order.
  /// - Throws: The first error of the source, the writer or `report`; then no thread works any more.
  func run(report: (_ tensor: Int, _ byteCount: Int) throws -> Void) throws -> [String] {
    workers = max(1, min(source.jobs, 256))
    writers = writer.writesConcurrently ? Self.concurrentWriters : 1
    for _ in 0..<workers { Thread.detachNewThread { self.drawAndHash() } }
    for _ in 0..<writers { Thread.detachNewThread { self.write() } }
    monitor.lock()
    defer { monitor.unlock() }
    while workers + writers > 0 || !written.isEmpty {
      guard let (tensor, byteCount) = written.popLast() else {
        monitor.wait(for: progress)
        continue
      }
      guard failure == nil else { continue }
      monitor.unlock()
      do {
        try report(tensor, byteCount)
        monitor.lock()
      } catch {
        monitor.lock()
        fail(error)
      }
    }
    if let failure { throw failure }
    return digests
  }

  // MARK: - Drawing and hashing

  private func drawAndHash() {
    monitor.lock()
    var own: PipelinedTensor?
    while let task = nextTask(&own) {
      monitor.unlock()
      do {
        switch task {
        case .begin(let index):
          let tensor = PipelinedTensor(
            tensors[index],
            index,
            try source.pieces(of: index),
            fileOffset: writer.fileOffset(of: index)
          )
          own = tensor
          monitor.lock()
          preparing -= 1
          active.append(tensor)
          if tensor.isComplete { conclude(tensor) }
        case .draw(let tensor, let piece, let idle):
          let memory = try idle ?? PieceMemory(byteCount: tensor.memoryByteCount)
          try tensor.draw(piece, into: memory)
          monitor.lock()
          tensor.drawn[piece] = memory
        case .hash(let tensor, let piece, let memory):
          let (bytes, offset) = tensor.hash(piece, in: memory)
          monitor.lock()
          tensor.nextToHash += 1
          tensor.isBeingHashed = false
          if bytes.isEmpty {
            pool.release(memory)
          } else {
            outgoing.append(
              Outgoing(tensor: tensor.index, memory: memory, bytes: bytes, offset: offset)
            )
          }
          if tensor.isComplete { conclude(tensor) }
          monitor.wakeOne(waitingFor: outgoingWork)
        }
        monitor.wakeAll(waitingFor: work)
      } catch {
        monitor.lock()
        fail(error)
      }
    }
    workers -= 1
    wakeEveryone()
    monitor.unlock()
  }

  /// Waits for work, with the lock.
  ///
  /// - Parameter own: The tensor that the thread has begun.
  /// - Returns: `nil` when there will be no more.
  private func nextTask(_ own: inout PipelinedTensor?) -> Task? {
    while failure == nil {
      if let tensor = own, tensor.nextToDraw == tensor.pieceCount { own = nil }
      // What the thread has drawn itself is still in its cache.
      let hashable = (own.map { [$0] } ?? []) + active
      if let tensor = hashable.first(where: \.canBeHashed),
        let memory = tensor.drawn.removeValue(forKey: tensor.nextToHash)
      {
        tensor.isBeingHashed = true
        return .hash(tensor, piece: tensor.nextToHash, memory)
      }
      if let tensor = own {
        if let task = drawing(tensor) { return task }
      } else if let index = waiting.popFirst() {
        preparing += 1
        return .begin(index)
      } else if let task = drawingAhead() {
        return task
      } else if active.isEmpty, preparing == 0 {
        return nil
      }
      monitor.wait(for: work)
    }
    return nil
  }

  /// Sets memory aside for the next piece of a tensor, if there is any.
  private func drawing(_ tensor: PipelinedTensor) -> Task? {
    guard tensor.nextToDraw < tensor.pieceCount,
      tensor.nextToDraw - tensor.nextToHash < Self.piecesAhead,
      pool.admits(tensor.memoryByteCount)
    else { return nil }
    defer { tensor.nextToDraw += 1 }
    return .draw(tensor, piece: tensor.nextToDraw, pool.reserve(tensor.memoryByteCount))
  }

  /// The tensor that has the least in stock is helped first.
  private func drawingAhead() -> Task? {
    active.filter { $0.nextToDraw < $0.pieceCount }
      .min { $0.nextToDraw - $0.nextToHash < $1.nextToDraw - $1.nextToHash }
      .flatMap(drawing)
  }

  private func conclude(_ tensor: PipelinedTensor) {
    digests[tensor.index] = tensor.finalizeDigest()
    active.removeAll { $0 === tensor }
  }

  // MARK: - Writing

  private func write() {
    monitor.lock()
    while failure == nil {
      guard !outgoing.isEmpty else {
        if workers == 0 { break }
        monitor.wait(for: outgoingWork)
        continue
      }
      let piece = outgoing.removeFirst()
      monitor.unlock()
      do {
        let bytes = UnsafeRawBufferPointer(rebasing: piece.memory.bytes[piece.bytes])
        try writer.write(bytes, of: piece.tensor, at: piece.offset)
        monitor.lock()
        pool.release(piece.memory)
        written.insert((piece.tensor, piece.bytes.count), at: 0)
        monitor.wakeOne(waitingFor: progress)
        monitor.wakeAll(waitingFor: work)
      } catch {
        monitor.lock()
        fail(error)
      }
    }
    writers -= 1
    wakeEveryone()
    monitor.unlock()
  }

  /// Keeps the first error and ends all threads, with the lock.
  private func fail(_ error: any Error) {
    failure = failure ?? error
    wakeEveryone()
  }

  private func wakeEveryone() {
    for event in [work, outgoingWork, progress] { monitor.wakeAll(waitingFor: event) }
  }
}
