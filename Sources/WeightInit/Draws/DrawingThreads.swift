import Dispatch

/// How many threads may work on the draw that is being prepared.
///
/// The number changes no bits. It is the task's and not an argument so that a scheme need not pass it
/// on.
enum DrawingThreads {
  /// ``InitializationPlan/jobs`` while a plan draws, 1 elsewhere.
  @TaskLocal static var count = 1

  /// Runs work on some threads at the same time and returns when all are done.
  ///
  /// - Parameters:
  ///   - threads: How many threads.
  ///   - body: Takes the number of its thread, from 0 on.
  static func run(_ threads: Int, _ body: @Sendable (Int) -> Void) {
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads, execute: body)
    } else {
      body(0)
    }
  }
}
