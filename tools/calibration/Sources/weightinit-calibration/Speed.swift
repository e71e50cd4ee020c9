import Foundation
import WeightInit
import WeightVerification

/// How long a verification of one float32 matrix in memory takes.
enum Speed {
  /// What is timed: the claims that differ in what they ask of each value.
  private static let laws: [(name: String, claim: String)] = [
    ("normal", "he-normal"), ("uniform", "he-uniform"),
    ("truncated normal", "truncated-normal:std=0.02"), ("aci", "aci"), ("raai", "raai"),
    ("orthogonal", "orthogonal"), ("gsm", "gsm"),
  ]

  static func run(
    size: Int,
    rounds: Int,
    only: [String],
    type: ElementType,
    correlations work: Int
  ) throws {
    print(
      """
      \(size) x \(size) \(type), medians of \(rounds) rounds: ms, (ms of processors), ns of \
      processors a value
                          1 thread, no correlations   1 thread                    2 threads
      """
    )
    for (name, claim) in laws where only.isEmpty || only.contains(name) {
      let plan = try InitializationPlan(
        NetworkSpec(
          seed: 1,
          initializer: claim,
          elementType: type,
          input: FeatureShape(channels: size),
          layers: [.dense(size, hasBias: name == "raai")]
        )
      )
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
      }
      print(line)
      fflush(nil)
    }
  }
}
