import Foundation

/// Files that differ from their claims in known ways: how often each is rejected.
enum Faults {
  static func run(
    size: Int,
    repetitions: Int,
    only: [String],
    seed: UInt64,
    correlations: Int
  ) throws {
    let faults = Fault.all.filter { only.isEmpty || only.contains($0.name) }
    print("\(size) x \(size), \(repetitions) repetitions")
    print("fault                              0.05    0.001   expected        deviation in errors")
    for fault in faults {
      let least = concurrently(repetitions) { index -> Double in
        var generator = Generator(seed: seed &* 1_000_003 &+ UInt64(index))
        return (try? fault.examine(&generator, size: size, correlations: correlations)) ?? .nan
      }
      let shares = [0.05, 0.001].map { alpha in
        Double(least.count { $0 < alpha }) / Double(least.count)
      }
      var line = fault.name.padding(toLength: 32, withPad: " ", startingAt: 0)
      line += String(format: "  %.4f  %.4f", shares[0], shares[1])
      if let expected = fault.expected[size] {
        line += String(format: "  %.3f / %.3f", expected.0, expected.1)
        // The design's shares were counted in 2000 repetitions at 64 and in 200 at 512.
        let counted = size <= 64 ? 2000.0 : size <= 512 ? 200 : 20
        let errors = zip(shares, [expected.0, expected.1]).map { share, expected in
          let pooled =
            (share * Double(repetitions) + expected * counted) / (Double(repetitions) + counted)
          let error = (pooled * (1 - pooled) * (1 / Double(repetitions) + 1 / counted)).squareRoot()
          return error > 0 ? (share - expected) / error : 0
        }
        line += String(format: "   %+.1f %+.1f", errors[0], errors[1])
        if errors.contains(where: { $0 < -3 }) { line += "  TOO FEW" }
      }
      print(line)
      fflush(nil)
    }
  }
}
