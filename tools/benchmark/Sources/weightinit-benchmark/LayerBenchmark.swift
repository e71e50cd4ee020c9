import WeightInit

/// Draws one dense layer, bias included, in float32.
struct LayerBenchmark {
  let claim: String
  let width: Int
  let rows: Int
  let jobs: Int

  func run() throws {
    var plan = try InitializationPlan(
      NetworkSpec(
        seed: 1,
        initializer: claim,
        input: FeatureShape(channels: width),
        layers: [.dense(rows, name: "layer")]
      )
    )
    plan.jobs = jobs
    let clock = ContinuousClock()
    var times: [Duration] = []
    let start = clock.now
    while times.count < 3 || (times.count < 1000 && clock.now - start < .milliseconds(500)) {
      times.append(
        try clock.measure {
          for tensor in plan.tensors.indices {
            try plan.forEachChunk(of: tensor) { _ in }
          }
        }
      )
    }
    let seconds = times.sorted()[times.count / 2] / .seconds(1)
    print(#"{"instructionSet": "\#(InstructionSet.current.rawValue)", "value": \#(seconds)}"#)
  }
}
