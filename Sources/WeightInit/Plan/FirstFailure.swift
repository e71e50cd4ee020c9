import Synchronization

/// The first error of work that several threads share.
final class FirstFailure: Sendable {
  private let error = Mutex<(any Error)?>(nil)

  /// Does some work and keeps its error.
  func collect(_ work: () throws -> Void) {
    do {
      try work()
    } catch let failure {
      error.withLock { $0 = $0 ?? failure }
    }
  }

  /// Throws the error, if there was one.
  func rethrow() throws {
    if let failure = error.withLock({ $0 }) { throw failure }
  }
}
