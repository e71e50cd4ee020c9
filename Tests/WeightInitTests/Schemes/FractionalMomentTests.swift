import Testing
import WeightInit

@Suite("Fractional moments")
struct FractionalMomentTests {
  private func standardDeviation(_ claim: String, _ layer: LayerContext) throws -> Double {
    let law = try Making.scheme(claim).weightLaw(of: layer)
    guard case .independent(.normal(mean: 0, let standardDeviation)) = law else {
      Issue.record("expected a normal law, found \(law)")
      return 0
    }
    return standardDeviation
  }

  /// Computed in 40 digits from the closed sums of the paper.
  private static let references: [(String, Int, Double)] = [
    ("s=1", 1, 6.2831853071795864769), ("s=1", 2, 1.9711047339775540859),
    ("s=1.5", 10, 0.21293396128107636454), ("s=1.9", 100, 0.02002493183512224961),
    ("s=2", 1000, 0.002), ("s=0.8", 300, 0.00670017394473835345),
    ("s=1,keep=0.8", 64, 0.02565187873376656231), ("s=0.5,keep=0.7", 64, 0.02289845800781017008),
    ("s=0.5,slope=0.01", 784, 0.00255688024963967125),
    ("s=1.9,slope=0.1", 10, 0.20034496863992909748),
    ("s=1,slope=0.25,keep=0.5", 64, 0.01527928273975868846),
    ("s=0.1,slope=1", 1, 3.1693754695251607528), ("s=1,slope=1", 1000, 0.00100050012493746102),
    ("s=1.5,slope=1,keep=0.7", 10, 0.07291498882090141278),
    ("s=0.5,lower=1/8,upper=1/3", 10, 0.22499609242972849640),
    ("s=1.9,lower=0.125,upper=1/3,sharing=per-unit", 64, 0.02963953383615759824),
    ("s=1,lower=1/8,upper=1/3,sharing=shared", 1000, 0.001896112756208981),
    ("s=1.5,lower=1/8,upper=1/3,sharing=shared", 2, 1.174306627297085),
  ]

  @Test("The variance preserves the moment of order s", arguments: references)
  func variance(parameters: String, width: Int, expected: Double) throws {
    for fanIn in [1, 17] {
      let found = try standardDeviation(
        "fractional-moment:" + parameters,
        Making.layer(width, fanIn)
      )
      #expect(abs(found * found / expected - 1) < 1e-13)
      // What is drawn has no more than 32 bits, so that every mathematical library gives the same.
      let scheme = try Making.scheme("fractional-moment:" + parameters)
      let fill = try #require(scheme.weights(of: Making.layer(width, fanIn)) as? NormalFill)
      #expect(fill.standardDeviation.significandBitPattern & 0x1f_ffff == 0)
      #expect(abs(fill.standardDeviation / found - 1) <= 0x1p-32)
    }
    let byFanIn = try standardDeviation(
      "fractional-moment:mode=fan_in," + parameters,
      Making.layer(width, 3)
    )
    #expect(abs(byFanIn * byFanIn * 3 / (expected * Double(width)) - 1) < 1e-13)
  }

  @Test("A convolution's width is its fan-out")
  func convolution() throws {
    let layer = Making.convolution(4, channels: 7, kernel: [5, 5])
    let found = try standardDeviation("fractional-moment:s=1.9", layer)
    #expect(abs(found * found / 0.02002493183512224961 - 1) < 1e-13)
  }

  @Test("The draws have the law's standard deviation")
  func draws() throws {
    let layer = Making.layer(100, 400)
    var variance = BatchMean()
    for value in try Making.weights("fractional-moment:s=1.9", layer) {
      variance.add(value * value)
    }
    #expect(variance.agrees(with: 0.02002493183512224961))
  }

  @Test(
    "Parameters that contradict each other are refused",
    arguments: [
      ("lower=0.1", "needs both"), ("upper=0.3", "needs both"),
      ("lower=0.3,upper=0.1", "must be above"), ("lower=0.2,upper=0.2", "must be above"),
      ("slope=0.1,lower=0.1,upper=0.3", "not both"), ("s=0", "above 0 up to 2"),
      ("s=2.5", "above 0 up to 2"), ("keep=0", "above 0 up to 1"), ("slope=-0.1", "from 0 up to 1"),
      ("s=nan", "above 0 up to 2"), ("sharing=perunit", "did you mean `per-unit`?"),
    ]
  )
  func refused(parameters: String, message: String) {
    let error = #expect(throws: WeightInitError.self) {
      try InitializerRegistry.builtIn.resolve("fractional-moment:" + parameters)
    }
    #expect(error?.code == .invalidClaim)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test("A moment without a finite variance is an error that says so")
  func infinite() throws {
    let scheme = try Making.scheme("fractional-moment:s=1e-4")
    let error = #expect(throws: WeightInitError.self) {
      try scheme.weights(of: Making.layer(1, 10))
    }
    #expect(error?.code == .unsupportedLayer)
  }
}
