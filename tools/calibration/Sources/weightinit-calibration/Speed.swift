import Foundation
import WeightInit
import WeightVerification

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// How long a verification of one matrix in memory takes, and how much memory.
enum Speed {
  /// What is timed: the claims that differ in what they ask of each value.
  private static let laws: [(name: String, claim: String)] = [
    ("normal", "he-normal"), ("uniform", "he-uniform"),
    ("truncated normal", "truncated-normal:std=0.02"), ("aci", "aci"), ("raai", "raai"),
    ("orthogonal", "orthogonal"), ("gsm", "gsm"),
  ]

  /// Prints a line for each law.
  ///
  /// - Parameters:
  ///   - size: Rows and columns of the matrix.
  ///   - rounds: How often each is timed; the median counts.
  ///   - only: The laws; all if empty.
  ///   - type: The element type.
  ///   - work: The multiplications that comparing rows with each other may cost.
  ///   - reference: What NumPy's mean and variance take for a value, in nanoseconds.
  /// - Throws: What the plan or the verifier throws.
  static func run(
    size: Int,
    rounds: Int,
    only: [String],
    type: ElementType,
    correlations work: Int,
    reference: Double?
  ) throws {
    print(
      """
      \(size) x \(size) \(type), medians of \(rounds) rounds: ms, (ms of processors), ns of \
      processors a value
                          1 thread, no correlations   1 thread                    2 threads
      """
    )
    defer {
      if let reference {
        print(
          String(format: "NumPy's mean and variance of float32 take %.2f ns a value", reference)
        )
      }
    }
    for (name, claim) in laws where only.isEmpty || only.contains(name) {
      let plan = try plan(size: size, claim: claim, type: type, hasBias: name == "raai")
      var source = MemorySource()
      var claims: [TensorClaim] = []
      for (index, tensor) in plan.plannedTensors.enumerated() {
        try source.add(tensor.descriptor, from: plan, at: index)
        claims.append(
          TensorClaim(
            tensor: tensor.descriptor.name,
            claim: tensor.claim,
            law: tensor.law,
            order: tensor.order,
            bias: tensor.bias
          )
        )
      }
      let wall = ContinuousClock()
      var line = name.padding(toLength: 18, withPad: " ", startingAt: 0)
      for (jobs, correlations) in [(1, false), (1, true), (2, true)] {
        let verifier = try Verifier(
          correlationWork: correlations ? work : 0,
          jobs: jobs
        )
        var (times, processing): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
          let before = clock()
          let time = try wall.measure { _ = try verifier.verify(source, claims: claims) }
          times.append(time / .milliseconds(1))
          processing.append(Double(clock() - before) / Double(CLOCKS_PER_SEC) * 1e3)
        }
        let median = times.sorted()[rounds / 2]
        let busy = processing.sorted()[rounds / 2]
        line += String(
          format: "  %8.1f (%7.1f) %7.2f",
          median,
          busy,
          busy * 1e6 / Double(size * size)
        )
        if let reference, !correlations {
          line += String(format: " (%.1f x)", busy * 1e6 / Double(size * size) / reference)
        }
      }
      print(line)
      fflush(nil)
    }
  }

  /// Prints the peak memory of a verification whose values are drawn while they are examined.
  ///
  /// - Parameter size: Rows and columns of the matrix.
  /// - Throws: What the plan or the verifier throws.
  static func memory(size: Int) throws {
    let plan = try plan(size: size, claim: "he-normal", type: .float32, hasBias: false)
    let claims = plan.plannedTensors.map {
      TensorClaim(tensor: $0.descriptor.name, claim: $0.claim, law: $0.law, order: $0.order)
    }
    _ = try Verifier(correlationWork: 0).verify(plan, claims: claims)
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      let bytes = usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let bytes = usage.ru_maxrss * 1024
    #endif
    let weights = (4 * size * size) >> 20
    print("\(size) x \(size): \(bytes >> 20) MiB of memory at most, for \(weights) MiB of weights")
  }

  private static func plan(
    size: Int,
    claim: String,
    type: ElementType,
    hasBias: Bool
  ) throws -> InitializationPlan {
    try InitializationPlan(
      NetworkSpec(
        seed: 1,
        initializer: claim,
        elementType: type,
        input: FeatureShape(channels: size),
        layers: [.dense(size, hasBias: hasBias)]
      )
    )
  }
}
