import Foundation
import Testing
import WeightInit

@testable import WeightVerification

@Suite("Schemes that a tensor cannot tell from its claim")
struct SeparationTests {
  private func schemes(
    besides claim: String,
    _ rows: Int,
    _ columns: Int,
    registry: InitializerRegistry = .builtIn
  ) throws -> [InseparableScheme] {
    let layer = LayerContext(name: "fc", neurons: rows, fanIn: columns, seed: 7)
    let tensorClaim = TensorClaim(
      tensor: "fc.weight",
      claim: claim,
      law: try registry.resolve(claim).initializer.weightLaw(of: layer),
      order: AxisOrder(logicalShape: [rows, columns]),
      layer: layer
    )
    return try #require(
      SeparationSearch(registry).schemes(
        besides: tensorClaim,
        on: TensorSize(rows: rows, columns: columns, grid: ElementGrid(.float32))
      )
    )
  }

  private func interval(_ claim: String, in schemes: [InseparableScheme]) -> ClosedRange<Double>? {
    schemes.first { $0.claim == claim }?.parameter.map { $0.lowerBound...$0.upperBound }
  }

  @Test("He and any fractional moment are one on a square layer, whatever its width")
  func squareLayers() throws {
    for width in [64, 512] {
      let found = try schemes(besides: "he-normal", width, width)
      // They lie 0.884 (2 − s) standard errors apart, never 2.
      let range = try #require(interval("fractional-moment", in: found))
      #expect(range.lowerBound < 0.1)
      #expect(range.upperBound == 2)
      let same = found.filter { $0.relation == .sameLaw }.map(\.claim)
      #expect(same.contains("he-normal:mode=fan_out"))
      #expect(!found.contains { $0.claim == "he-normal" })
      #expect(!found.contains { $0.claim.hasPrefix("lecun") || $0.claim.hasPrefix("glorot") })
    }
  }

  @Test("the range of s is where the variances are less than two standard errors apart")
  func rangeOfMoments() throws {
    // The variance is larger by 5(2 − s)/(4d) at width d, and known to √(2/N): with 128 × 1024 weights
    // they are 2.5 (2 − s) standard errors apart. Gürbüzbalaban & Hu 2021, corollary 4.
    let found = try schemes(besides: "he-normal", 128, 1024)
    let range = try #require(interval("fractional-moment:mode=fan_in", in: found))
    #expect(range.lowerBound == 1.2 || range.lowerBound == 1.3)
    #expect(range.upperBound == 2)
    // Of the fan-out it is eight times He's variance.
    #expect(interval("fractional-moment", in: found) == nil)
    // The other way round.
    let others = try schemes(besides: "fractional-moment:s=1.5,mode=fan_in", 128, 1024)
    #expect(others.contains { $0.claim == "he-normal" && $0.relation == .tooClose })
    let own = try #require(interval("fractional-moment:mode=fan_in", in: others))
    #expect(own.lowerBound > 0.6 && own.lowerBound < 0.9)
    #expect(own.upperBound == 2)
  }

  @Test("Glorot and LeCun are the same law on square layers only")
  func coincidences() throws {
    let square = try schemes(besides: "glorot-normal", 200, 200)
    let lecun = try #require(square.first { $0.claim == "lecun-normal" })
    #expect(lecun.relation == .sameLaw)
    #expect(lecun.tensorsNeeded == nil)
    #expect(!(try schemes(besides: "glorot-normal", 200, 300)).contains { $0.claim == lecun.claim })
    // Variances 2/(20 + 21) and 1/20, 2.5 % apart: 0.36 standard errors of 420 values, 0.064 nats.
    let near = try schemes(besides: "glorot-normal", 21, 20)
    let close = try #require(near.first { $0.claim == "lecun-normal" })
    #expect(close.relation == .tooClose)
    let needed = try #require(close.tensorsNeeded)
    #expect(abs(needed - 32) <= 2)
  }

  @Test("the range of k is what the sums of the rows leave open", arguments: ["aci", "raai"])
  func strengths(scheme: String) throws {
    let found = try schemes(besides: "\(scheme):k=100", 200, 300)
    let range = try #require(interval(scheme, in: found))
    if scheme == "aci" {
      // e^(−δ) − 1 + δ = 2 · 2/200 at δ = 0.2073, and 1 + k may be off by the factor e^δ.
      #expect(range == 82...120)
    } else {
      // One entry of the row is not summed, which leaves a little more open.
      #expect(range.contains(100) && range.lowerBound > 60 && range.upperBound < 160)
    }
    // He's rows are anti-correlated with k = 0.
    let normal = try #require(interval("aci", in: try schemes(besides: "he-normal", 200, 300)))
    #expect(normal.contains(0) && normal.lowerBound > -0.2 && normal.upperBound < 0.24)
  }

  @Test("where nothing is near nothing is said")
  func nothing() throws {
    #expect(try schemes(besides: "uniform:low=-0.3,high=0.31", 300, 500).isEmpty)
    #expect(try schemes(besides: "aci:k=inf", 300, 500).isEmpty)
  }

  @Test("ranges are rounded inwards, to more digits where two would lose most of them")
  func rounding() {
    #expect(ParameterScan.rounded(81.1, 123.3) == 82...120)
    #expect(ParameterScan.rounded(-0.0523, 0.0679) == -0.052...0.067)
    #expect(ParameterScan.rounded(99.9312, 100.0837) == 99.932...100.08)
    #expect(ParameterScan.rounded(1.234, 2, keepsUpper: true) == 1.3...2)
  }

  @Test("a report says it of tensors whose layer is known, and of others nothing")
  func reports() throws {
    var source = MemorySource()
    var generator = TestGenerator(seed: 11)
    let values = generator.normals(4096, scale: (2.0 / 64).squareRoot())
    for name in ["a", "b", "c"] { source.add(name, [64, 64], values) }
    let layer = LayerContext(name: "a", neurons: 64, fanIn: 64, seed: 0)
    var claims = ["a", "b", "c"].map { name in
      TensorClaim(
        tensor: name,
        claim: "he-normal",
        law: .independent(.normal(mean: 0, standardDeviation: (2.0 / 64).squareRoot())),
        order: AxisOrder(logicalShape: [64, 64])
      )
    }
    claims[0].layer = layer
    claims[1].layer = layer
    let report = try Verifier().verify(source, claims: claims)
    let found = try #require(report.tensors[0].inseparable)
    #expect(found.contains { $0.claim == "fractional-moment" && $0.parameter?.name == "s" })
    #expect(found == report.tensors[1].inseparable)
    #expect(report.tensors[2].inseparable == nil)
    let decoded = try JSONDecoder().decode(
      VerificationReport.self,
      from: JSONEncoder().encode(report)
    )
    #expect(decoded == report)
    // Nothing is known besides a registry without other schemes.
    let empty = try Verifier(registry: InitializerRegistry())
      .verify(source, claims: [claims[0]])
    #expect(empty.tensors[0].inseparable == [])
  }
}
