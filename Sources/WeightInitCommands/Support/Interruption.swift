import Foundation
import Synchronization
import WeightFiles

/// Ctrl-C, termination and the end of a terminal while an output is being written: the output is taken
/// back first.
enum Interruption {
  private static let isRequested = Atomic<Bool>(false)
  private static let isWatching = Atomic<Bool>(false)

  /// Handles a signal; nothing here may take memory or a lock.
  private static let note: @convention(c) (Int32) -> Void = { _ in
    Interruption.isRequested.store(true, ordering: .relaxed)
  }

  /// Does work that a signal ends at once, whatever the work is doing, with its outputs taken back.
  static func takingBack<Result>(_ work: () throws -> Result) rethrows -> Result {
    // Made before a handler can need it: a handler may do no more than change it.
    isRequested.store(false, ordering: .relaxed)
    isWatching.store(true, ordering: .relaxed)
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    let earlier = numbers.map { signal($0, note) }
    // What `nohup` wants to outlive its terminal goes on.
    if let hangup = earlier[2], unsafeBitCast(hangup, to: Int.self) == ignored {
      signal(SIGHUP, hangup)
    }
    // What a handler may not do, a thread does for it.
    Thread.detachNewThread {
      while isWatching.load(ordering: .relaxed) {
        if isRequested.load(ordering: .relaxed) { end() }
        usleep(20_000)
      }
    }
    defer {
      isWatching.store(false, ordering: .relaxed)
      for (number, handler) in zip(numbers, earlier) { signal(number, handler) }
    }
    do {
      let result = try work()
      // A signal in the last moment: what has appeared stays, but the status tells.
      if isRequested.load(ordering: .relaxed) { awaitEnd() }
      return result
    } catch {
      // Work that fails because its output has been taken back.
      if isRequested.load(ordering: .relaxed) { awaitEnd() }
      throw error
    }
  }

  /// The number that stands for a signal being ignored, `SIG_IGN`.
  private static let ignored = 1

  /// Leaves the end to the thread that takes outputs back.
  private static func awaitEnd() -> Never {
    while true { usleep(20_000) }
  }

  private static func end() -> Never {
    AtomicOutput.discardAll()
    Console.error("interrupted; what was being written has been taken back")
    _exit(ToolStatus.interrupted.rawValue)
  }
}
