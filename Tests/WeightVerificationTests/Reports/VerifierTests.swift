import Foundation
import Testing
import WeightInit

@testable import WeightVerification

@Suite struct VerifierTests {
  private let law = TensorLaw.independent(.normal(mean: 0, standardDeviation: 0.1))

  private func claim(_ name: String, _ shape: [Int], bias: String? = nil) -> TensorClaim {
    TensorClaim(
      tensor: name,
      claim: "normal:std=0.1",
      law: law,
      order: AxisOrder(logicalShape: shape),
      bias: bias
    )
  }

  private func code(_ body: () throws -> Void) -> VerificationError.Code? {
    do {
      try body()
    } catch {
      return (error as? VerificationError)?.code
    }
    return nil
  }

  // MARK: - What cannot be examined

  @Test func claimsThatMakeNoSenseAreErrors() throws {
    var source = MemorySource()
    source.add("w", [2, 2], [0.1, 0, 0, 0.1])
    let verifier = try Verifier()
    let good = claim("w", [2, 2])
    var broken = good
    broken.order = AxisOrder(logicalShape: [2, 2], permutation: [0, 0])
    var huge = good
    huge.order = AxisOrder(logicalShape: [Int.max, 3])
    #expect(code { _ = try verifier.verify(source, claims: [claim("x", [2])]) } == .unknownTensor)
    #expect(code { _ = try verifier.verify(source, claims: [good, good]) } == .duplicateClaim)
    #expect(code { _ = try verifier.verify(source, claims: [broken]) } == .invalidClaim)
    #expect(code { _ = try verifier.verify(source, claims: [huge]) } == .invalidClaim)
    #expect(code { _ = try Verifier(alpha: 0) } == .invalidOptions)
    #expect(code { _ = try Verifier(alpha: .nan) } == .invalidOptions)
    #expect(code { _ = try Verifier(memoryBudget: -1) } == .invalidOptions)
    #expect(code { _ = try Verifier(margin: 0) } == .invalidOptions)
    #expect(code { _ = try Verifier(margin: .nan) } == .invalidOptions)
  }

  @Test func aSourceThatBreaksItsContractIsAnError() throws {
    struct Liar: TensorSource {
      var tensors: [TensorDescriptor]
      var bytes: [UInt8]
      func forEachChunk(
        of index: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Void
      ) throws { try bytes.withUnsafeBytes(body) }
    }
    let descriptor = try #require(
      TensorDescriptor(name: "w", shape: [2], elementType: .float32)
    )
    for count in [0, 4, 7, 12] {
      let liar = Liar(tensors: [descriptor], bytes: Array(repeating: 0, count: count))
      #expect(
        code { _ = try Verifier().verify(liar, claims: [claim("w", [2])]) } == .brokenSource
      )
    }
  }

  @Test func lawsThatAreNoneCannotBeTested() throws {
    let laws: [TensorLaw] = [
      .independent(.normal(mean: 0, standardDeviation: 0)),
      .independent(.uniform(low: 1, high: 1)),
      .independent(.discrete(values: [1, 0], probabilities: [0.5, 0.5])),
      .anticorrelated(variance: 2, k: -1), .replacedEntry(variance: .nan, k: 0),
      .replacedEntryBias(variance: 0.9, k: 100, fanIn: 0), .orthogonal(gain: 0),
      .mirrored(
        submatrix: .constant(0),
        rows: false,
        columns: true,
        channelLength: 0,
        leftover: nil
      ),
      .centerTap(channels: .constant(0), tap: 0, tapCount: 3, groups: 1),
      .centerTap(channels: .constant(0), tap: 2, tapCount: 2, groups: 1),
      .centerTap(channels: .constant(0), tap: 0, tapCount: 0, groups: 0),
    ]
    for law in laws {
      let report = try Case(rows: 2, columns: 2, law: law, values: [0.1, 0.2, 0.3, 0.4]).report()
      #expect(report.verdict == .cannotTell, "\(law)")
      #expect(report.tensors.first?.reason != nil)
    }
  }

  @Test func nothingCanBeToldOfNothing() throws {
    let none = try Verifier().verify(MemorySource(), claims: [])
    #expect(none.verdict == .cannotTell)
    let empty = try Case(rows: 0, columns: 3, law: law, values: []).report()
    #expect(empty.verdict == .cannotTell)
    #expect(empty.tensors.first?.elements == 0)
  }

  @Test func aShapeThatIsNotTheClaimedOneIsInconsistent() throws {
    var source = MemorySource()
    source.add("w", [3, 2], [0.1, 0.2, 0.3, 0.1, 0.2, 0.3])
    let report = try Verifier().verify(source, claims: [claim("w", [2, 3])])
    #expect(report.verdict == .inconsistent)
    #expect(report.tests(.inconsistent) == ["shape"])
    #expect(report.tensors.first?.measured.maximum == Double(Float(0.3)))
  }

  @Test func absurdClaimsGiveFiniteReports() throws {
    for values in [[1e300, -1e300, 1e-300, 0], [0, 0, 0, 0]] {
      for law in [
        TensorLaw.independent(.normal(mean: 0, standardDeviation: 1e-300)),
        .independent(.uniform(low: -1e-300, high: 1e-300)),
        .anticorrelated(variance: 1e-300, k: 1e300), .replacedEntry(variance: 1e-300, k: 0),
        .orthogonal(gain: 1e-300),
      ] {
        let report = try Case(rows: 2, columns: 2, law: law, values: values, type: .float64)
          .report()
        // Encoding refuses NaN and infinity.
        #expect(throws: Never.self) { try JSONEncoder().encode(report) }
        #expect(report.verdict == .inconsistent)
      }
    }
  }

  // MARK: - Weights and biases

  @Test func theBiasOfReplacedEntriesIsReadOnceAndHasItsOwnLaw() throws {
    var generator = TestGenerator(seed: 4)
    let draw = generator.replacedEntry(rows: 80, fanIn: 20)
    var source = MemorySource()
    source.add("b", [80], draw.biases)
    source.add("w", [80, 20], draw.weights)
    let bias = TensorClaim(
      tensor: "b",
      claim: "raai",
      law: .replacedEntryBias(variance: 0.9, k: 100, fanIn: 20),
      order: AxisOrder(logicalShape: [80])
    )
    let weights = TensorClaim(
      tensor: "w",
      claim: "raai",
      law: .replacedEntry(variance: 0.9, k: 100),
      order: AxisOrder(logicalShape: [80, 20]),
      bias: "b"
    )
    for claims in [[bias, weights], [weights, bias]] {
      var seen: [Int: Int] = [:]
      var last = (0, 0)
      let report = try Verifier().verify(
        source,
        claims: claims,
        observing: { seen[$0, default: 0] += $1.count },
        progress: { last = ($0, $1) }
      )
      #expect(report.verdict == .consistent)
      #expect(seen == [0: 320, 1: 6400])
      #expect(last == (1680, 1680))
      #expect(report.tensors.map(\.name) == claims.map(\.tensor))
      #expect(report.tensors.allSatisfy { $0.tests.contains { $0.test == "variance" } })
    }
  }

  @Test func aBiasThatIsMissingOrOfAnotherSizeIsInconsistent() throws {
    var generator = TestGenerator(seed: 4)
    let draw = generator.replacedEntry(rows: 20, fanIn: 10)
    var source = MemorySource()
    source.add("w", [20, 10], draw.weights)
    source.add("b", [19], Array(draw.biases.dropLast()))
    for name in ["b", "missing"] {
      let weights = TensorClaim(
        tensor: "w",
        claim: "raai",
        law: .replacedEntry(variance: 0.9, k: 100),
        order: AxisOrder(logicalShape: [20, 10]),
        bias: name
      )
      let report = try Verifier().verify(source, claims: [weights])
      #expect(report.tests(.inconsistent).contains("bias-present"))
    }
  }

  // MARK: - Several tensors

  @Test func anErrorTooSmallForOneTensorShowsInTheNetwork() throws {
    // 1.5 % in scale: 0.97 standard errors of Σz² at 32 × 64, 7.5 over 60 tensors.
    var generator = TestGenerator(seed: 6)
    var source = MemorySource()
    var claims: [TensorClaim] = []
    for index in 0..<60 {
      source.add("w\(index)", [32, 64], generator.normals(2048, scale: 0.1015))
      claims.append(claim("w\(index)", [32, 64]))
    }
    let report = try Verifier().verify(source, claims: claims)
    let pooled = try #require(report.network.first { $0.test == "pooled-variance" })
    #expect(pooled.null == "chi-square(122880)")
    #expect(pooled.verdict == .inconsistent)
    #expect(report.verdict == .inconsistent)
    #expect(report.tensors.allSatisfy { $0.verdict != .inconsistent })
  }

  // MARK: - Words and measurements

  @Test func effectsSayWhatIsWrongAndByHowMuch() throws {
    var generator = TestGenerator(seed: 12)
    let values = generator.anticorrelated(rows: 512, columns: 32, variance: 2, k: 30)
    let report = try Case(
      rows: 512,
      columns: 32,
      law: .anticorrelated(variance: 2, k: 100),
      values: values
    ).report()
    let effect = try #require(report.result("neuron-correlation")?.effect)
    let match = try #require(
      effect.wholeMatch(
        of: /the weights into a neuron are anti-correlated: k ≈ (\S+) \((\S+) to (\S+)\)/
      )
    )
    let estimate = try #require(Double(match.1))
    #expect(abs(estimate - 30) < 6)
    let (low, high) = (try #require(Double(match.2)), try #require(Double(match.3)))
    #expect(low < estimate && estimate < high)
    let measured = try #require(report.tensors.first?.measured.withinNeuronCorrelation)
    // Correlation −κ/(n − κ), κ = 30/31.
    #expect(abs(measured + 0.0312) < 0.001)
  }

  /// An independent draw under a claim of correlation: its variance is the claimed one, and only that
  /// of what whitening makes of it is not.
  @Test func effectsDoNotSayOfTheValuesWhatHoldsOfTheirTransforms() throws {
    var generator = TestGenerator(seed: 14)
    let report = try Case(
      rows: 200,
      columns: 100,
      law: .anticorrelated(variance: 2, k: 100),
      values: generator.normals(20_000, scale: 0.02.squareRoot())
    ).report()
    let variance = try #require(report.result("variance"))
    #expect(variance.verdict == .inconsistent)
    #expect(variance.effect.hasPrefix("with the claimed correlation taken out, the variance is "))
    let correlation = try #require(report.result("neuron-correlation"))
    #expect(correlation.effect.hasPrefix("the weights into a neuron show no correlation: k ≈ "))
  }

  @Test func numbersAreWrittenWithThreeDigits() {
    #expect(EffectText.number(4.0967) == "4.1")
    #expect(EffectText.number(-0.00012345) == "-0.000123")
    #expect(EffectText.number(99.96) == "100")
    #expect(EffectText.number(123_456) == "123000")
    #expect(EffectText.number(1.5e-9) == "1.50e-9")
    #expect(EffectText.number(0) == "0")
    #expect(EffectText.number(.infinity) == "∞")
    #expect(EffectText.number(-.infinity) == "-∞")
    #expect(EffectText.number(-.nan) == "undefined")
    #expect(EffectText.deviation(ofRatio: 1.041) == "4.1 % above the claim")
    #expect(EffectText.deviation(ofRatio: 0.9) == "10 % below the claim")
    #expect(EffectText.deviation(ofRatio: 3) == "3 times the claim")
  }

  @Test func aReportSurvivesJSON() throws {
    let report = try Case(
      rows: 2,
      columns: 2,
      law: law,
      values: [0.1, -0.05, 0.02, -0.1]
    ).report()
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(VerificationReport.self, from: data) == report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schema"] as? String == "weightinit/verification-report/1")
    #expect(object["verdict"] as? String == "consistent")
  }
}
