import Foundation
import Synchronization
import WeightFiles

/// Ctrl-C and termination while an output is being written: the output is taken back first.
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
    let numbers = [SIGINT, SIGTERM]
    let earlier = numbers.map { signal($0, note) }
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
    let result = try work()
    // A signal in the last moment: what has appeared stays, but the status tells.
    if isRequested.load(ordering: .relaxed) { end() }
    return result
  }

  private static func end() -> Never {
    AtomicOutput.discardAll()
    Console.error("interrupted; what was being written has been taken back")
    _exit(ToolStatus.interrupted.rawValue)
  }
}
