internal import Dispatch

/// What an examination may cost.
struct WorkLimits: Sendable {
  /// The bytes that a matrix may take in memory.
  var memory = 1 << 30
  /// The multiplications that comparing the rows of a matrix with each other may cost.
  var correlations = Verifier.defaultCorrelationWork
  /// How many threads may work; the number changes no bits.
  var jobs = 1

  /// Runs parts of a work, on several threads if there are several parts.
  static func run(_ parts: Int, _ body: @Sendable (_ part: Int) -> Void) {
    if parts > 1 {
      DispatchQueue.concurrentPerform(iterations: parts, execute: body)
    } else if parts == 1 {
      body(0)
    }
  }
}
