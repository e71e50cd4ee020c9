import Testing
import WeightInit

@Suite("Independent entries")
struct IndependentTests {
  private func expectMoments(
    _ values: [Double],
    mean: Double,
    variance: Double,
    kurtosis: Double,
    _ what: Comment
  ) {
    var found = (mean: BatchMean(), variance: BatchMean(), third: BatchMean(), fourth: BatchMean())
    for value in values {
      let deviation = value - mean
      found.mean.add(value)
      found.variance.add(deviation * deviation)
      found.third.add(deviation * deviation * deviation)
      found.fourth.add(deviation * deviation * deviation * deviation)
    }
    #expect(found.mean.agrees(with: mean), what)
    #expect(found.variance.agrees(with: variance), what)
    #expect(found.third.agrees(with: 0), what)
    #expect(found.fourth.agrees(with: kurtosis * variance * variance), what)
  }

  private static let scales: [(String, Double)] = [
    ("", 2.0 / 36), ("mode=fan_in", 2.0 / 36), ("mode=fan_out", 2.0 / 72),
    ("slope=0.5", 2.0 / 1.25 / 36), ("mode=fan_out,slope=1", 1.0 / 72),
  ]

  @Test("He's variance is 2/((1 + slope²) fan)", arguments: scales)
  func he(parameters: String, variance: Double) throws {
    // 8 · 4/2 channels into each group, 3 × 3 positions: fan-in 4 · 9, fan-out 8 · 9.
    let layer = Making.convolution(1_600, channels: 4, kernel: [3, 3], groups: 200, seed: 3)
    #expect((layer.fanIn, layer.fanOut) == (36, 72))
    let suffix = parameters.isEmpty ? "" : ":" + parameters
    expectMoments(
      try Making.weights("he-normal" + suffix, layer),
      mean: 0,
      variance: variance,
      kurtosis: 3,
      "normal"
    )
    let uniform = try Making.weights("he-uniform" + suffix, layer)
    expectMoments(uniform, mean: 0, variance: variance, kurtosis: 1.8, "uniform")
    let bound = (3 * variance).squareRoot()
    #expect(uniform.allSatisfy { abs($0) <= bound })
    #expect(uniform.contains { $0 > 0.999 * bound } && uniform.contains { $0 < -0.999 * bound })
  }

  @Test("The aliases of He's schemes draw the same")
  func aliases() throws {
    let layer = Making.layer(4, 5)
    #expect(
      try Making.weights("kaiming_normal", layer) == Making.weights("he-normal", layer)
    )
    #expect(
      try Making.weights("Kaiming-Uniform", layer) == Making.weights("he-uniform", layer)
    )
  }

  @Test("A normal has its mean and standard deviation")
  func normal() throws {
    let values = try Making.weights("normal:mean=-3,std=0.25", Making.layer(400, 100))
    expectMoments(values, mean: -3, variance: 0.0625, kurtosis: 3, "normal")
  }

  private static let intervals: [(Double, Double)] = [
    (0.1, 0.3), (-0.3, -0.1), (-1, 2), (1, 1 + 0x1p-22), (1e30, 1.0000001e30), (-0.7, 0.7),
    (-1e-30, 2e-30), (16_777_216, 16_777_218),
  ]

  @Test(
    "A uniform keeps within its bounds in every element type and reaches near both",
    arguments: intervals
  )
  func uniform(low: Double, high: Double) throws {
    let claim = "uniform:low=\(low),high=\(high)"
    let layer = Making.layer(100, 200)
    let doubles = try Making.weights(claim, layer)
    #expect(doubles.allSatisfy { low <= $0 && $0 <= high })
    let width = high - low
    #expect(doubles.contains { $0 < low + width / 1000 })
    #expect(doubles.contains { $0 > high - width / 1000 })
    expectMoments(
      doubles,
      mean: low + width / 2,
      variance: width * width / 12,
      kurtosis: 1.8,
      "uniform"
    )
    let floats = try Making.weights(claim, layer, as: Float.self)
    #expect(floats.allSatisfy { Float(low) <= $0 && $0 <= Float(high) })
  }

  @Test("Zeros, ones and constants are exact in every element type")
  func constants() throws {
    let layer = Making.layer(3, 4)
    for (claim, value) in [("zeros", 0.0), ("ones", 1), ("constant:value=-0.3", -0.3)] {
      #expect(try Making.weights(claim, layer) == Array(repeating: value, count: 12))
      #expect(
        try Making.weights(claim, layer, as: Float.self)
          == Array(repeating: Float(value), count: 12)
      )
    }
  }
}
