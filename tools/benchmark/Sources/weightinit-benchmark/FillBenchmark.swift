import WeightInit

/// Fills a buffer that fits the second cache, for a third of a second.
struct FillBenchmark {
  let distribution: String
  let type: String

  func run() throws {
    let nanoseconds =
      switch type {
      case "float32": try measure(Float.self)
      case "float64": try measure(Double.self)
      default: throw BenchmarkError("'\(type)' is not one of float32, float64")
      }
    print(#"{"instructionSet": "\#(InstructionSet.current.rawValue)", "value": \#(nanoseconds)}"#)
  }

  /// The nanoseconds a value: the median of the fills.
  private func measure<Element: DrawnElement>(_ type: Element.Type) throws -> Double {
    let count = 1 << 18
    let truncation = try commonTruncation()
    let stream = RandomStream(seed: 1, path: "benchmark", role: "weight")
    let clock = ContinuousClock()
    var values = [Element](repeating: 0, count: count)
    var times: [Duration] = []
    let start = clock.now
    while times.count < 16 || clock.now - start < .milliseconds(333) {
      let first = times.count * count
      times.append(
        try clock.measure {
          try values.withUnsafeMutableBufferPointer {
            try fill(distribution, stream, from: first, truncation: truncation, into: $0)
          }
        }
      )
    }
    return times.sorted()[times.count / 2] / .nanoseconds(1) / Double(count)
  }
}
