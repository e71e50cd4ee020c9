import Dispatch
import Foundation
import WeightInit
import WeightVerification

/// Correct networks of mixed schemes: how often anything is held against them.
enum FalseAlarms {
  /// What one network's report says.
  struct Outcome: Sendable {
    /// The least adjusted p-value; 1 where there are no statistical tests.
    var leastAdjusted: Double
    /// The exact rules that were broken, with the claim.
    var brokenRules: [String]
    var pValues: [(test: String, p: Double)]
    var layers: Int
  }

  private static let schemes = [
    "he-normal", "he-uniform", "he-normal:convention=jax", "glorot-uniform", "lecun-normal",
    "truncated-normal:std=0.02", "aci", "aci:k=10", "rai", "raai", "orthogonal",
    "orthogonal:gain=1.4142", "gsm:odd=leftover", "gsm:submatrix=orthogonal,odd=leftover",
    "fractional-moment:s=0.8", "he-rademacher", "torch-default",
    "edge-of-chaos:activation=tanh,q=0.5", "zero-hadamard", "zero-hadamard-star",
    "normal:mean=0.1,std=0.3", "uniform:low=-0.2,high=0.4",
  ]

  /// One network of 1 to 8 layers, 4 to 300 wide (1024 for one in fifty).
  private static func network(_ seed: UInt64) throws -> InitializationPlan {
    var generator = Generator(seed: seed)
    func width(_ generator: inout Generator) -> Int {
      let most = generator.below(50) == 0 ? 1024.0 : 300
      return Int(4 * pow(most / 4, generator.uniform()))
    }
    let scheme = generator.pick(schemes)
    let isMixed = generator.below(4) == 0
    let count = 1 + generator.below(8)
    let isConvolutional = generator.below(4) == 0
    var layers: [LayerSpec] = []
    for index in 0..<count {
      let own = isMixed ? generator.pick(schemes) : nil
      if isConvolutional {
        layers.append(
          try LayerSpec(
            "conv2d",
            [
              "channels": .integer(2 + generator.below(30)),
              "kernel": .integer(1 + 2 * generator.below(3)), "padding": .text("same"),
            ],
            name: "c\(index)",
            hasBias: generator.below(3) > 0,
            initializer: own
          )
        )
      } else {
        layers.append(
          try .dense(
            width(&generator),
            name: "fc\(index)",
            hasBias: generator.below(3) > 0,
            initializer: own
          )
        )
      }
    }
    let types: [ElementType] = [.float32, .float64, .float16, .bfloat16]
    let spec = try NetworkSpec(
      seed: seed,
      initializer: scheme,
      elementType: generator.pick(types),
      layout: generator.pick(WeightLayout.allCases),
      input: isConvolutional
        ? FeatureShape(channels: 2 + generator.below(14), spatial: [9, 9])
        : FeatureShape(channels: width(&generator)),
      layers: layers
    )
    return try InitializationPlan(spec)
  }

  private static func examine(_ plan: InitializationPlan) throws -> Outcome {
    let claims = plan.plannedTensors.map {
      TensorClaim(
        tensor: $0.descriptor.name,
        claim: $0.claim,
        law: $0.law,
        order: $0.order,
        bias: $0.bias
      )
    }
    let report = try Verifier(alpha: 0.05).verify(plan, claims: claims)
    var outcome = Outcome(leastAdjusted: 1, brokenRules: [], pValues: [], layers: plan.layers.count)
    for (tensor, plan) in zip(report.tensors, plan.plannedTensors) {
      for test in tensor.tests {
        if let p = test.p {
          outcome.pValues.append((test.test, p))
          outcome.leastAdjusted = min(outcome.leastAdjusted, test.adjustedP ?? 1)
        } else if test.verdict == .inconsistent {
          outcome.brokenRules.append(
            "\(test.test) of \(plan.claim) \(plan.descriptor.shape) \(plan.descriptor.elementType): "
              + test.effect
          )
        }
      }
    }
    for test in report.network {
      if let p = test.p {
        outcome.pValues.append((test.test, p))
        outcome.leastAdjusted = min(outcome.leastAdjusted, test.adjustedP ?? 1)
      } else if test.verdict == .inconsistent {
        outcome.brokenRules.append("\(test.test): \(test.effect)")
      }
    }
    return outcome
  }

  static func run(networks: Int, seed: UInt64) throws {
    let outcomes = concurrently(networks) { index -> (UInt64, Outcome)? in
      let own = seed &* 1_000_003 &+ UInt64(index)
      // Schemes are not defined for every layer (an odd width of one unit, say).
      guard let plan = try? network(own) else { return nil }
      do {
        return (own, try examine(plan))
      } catch {
        print("seed \(own): \(error)")
        return nil
      }
    }
    .compactMap(\.self)
    print("\(outcomes.count) correct networks, \(outcomes.reduce(0) { $0 + $1.1.layers }) layers")
    for alpha in [0.05, 0.01, 0.001] {
      let count = outcomes.count { $0.1.leastAdjusted < alpha }
      let share = Double(count) / Double(outcomes.count)
      print(String(format: "rejected at alpha %.3f: %5d, %.5f", alpha, count, share))
    }
    let broken = outcomes.filter { !$0.1.brokenRules.isEmpty }
    print("rejected by exact rules: \(broken.count)")
    for (seed, outcome) in broken.prefix(10) { print("  seed \(seed): \(outcome.brokenRules[0])") }
    var byTest: [String: [Double]] = [:]
    for (_, outcome) in outcomes {
      for (test, p) in outcome.pValues { byTest[test, default: []].append(p) }
    }
    print("test                         p-values  < 0.05   < 0.01   < 0.001  < 0.0001")
    for (test, values) in byTest.sorted(by: { $0.key < $1.key }) {
      let shares = [0.05, 0.01, 0.001, 0.0001].map { limit in
        Double(values.count { $0 < limit }) / Double(values.count)
      }
      let name = test.padding(toLength: 26, withPad: " ", startingAt: 0)
      print(
        name
          + String(
            format: " %10d  %.4f   %.4f   %.5f  %.6f",
            values.count,
            shares[0],
            shares[1],
            shares[2],
            shares[3]
          )
      )
    }
  }
}

/// The results of a function of 0..<count, on all cores, in order.
func concurrently<Result: Sendable>(
  _ count: Int,
  _ body: @Sendable (Int) -> Result
) -> [Result] {
  let lock = NSLock()
  nonisolated(unsafe) var results = [Result?](repeating: nil, count: count)
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = body(index)
    lock.withLock { results[index] = result }
  }
  return results.compactMap(\.self)
}
