import Testing

@testable import WeightVerification

@Suite struct HolmTests {
  @Test func adjustsStepDownAndKeepsOrder() {
    // By hand: 4·0.01, max with 3·0.02, 2·0.03, 1·0.04 -> monotone.
    let adjusted = Holm.adjusted([0.04, 0.01, 0.03, 0.02])
    for (value, expected) in zip(adjusted, [0.06, 0.04, 0.06, 0.06]) {
      #expect(abs(value - expected) < 1e-15)
    }
  }

  @Test func aWeightLetsAValueCountForMore() {
    // By hand, weights 3/4 and 1/4: 0.02/(3/4) comes before 0.01/(1/4), and then 1/4 is left.
    let adjusted = Holm.adjusted([0.02, 0.01], weights: [0.75, 0.25])
    #expect(abs(adjusted[0] - 0.02 / 0.75) < 1e-15)
    #expect(abs(adjusted[1] - 0.02 / 0.75) < 1e-15)
    // The other way round: 0.001/(1/4) first, then 0.02 at full weight.
    let other = Holm.adjusted([0.02, 0.001], weights: [0.75, 0.25])
    #expect(abs(other[1] - 0.004) < 1e-15)
    #expect(abs(other[0] - 0.02) < 1e-15)
  }

  @Test func groupsShareAlpha() {
    let weights = TestGroup.weights([.primary, .secondary, .secondary, .network, .primary])
    for (weight, expected) in zip(weights, [1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 3, 1.0 / 6]) {
      #expect(abs(weight - expected) < 1e-15)
    }
    #expect(TestGroup.weights([.primary]) == [1])
    // The eigenvalue has a quarter of a group's share: 1/4 of 9/4.
    let spectral = TestGroup.weights([.primary, .spectrum, .secondary])
    for (weight, expected) in zip(spectral, [4.0 / 9, 1.0 / 9, 4.0 / 9]) {
      #expect(abs(weight - expected) < 1e-15)
    }
  }

  @Test func neverExceedsOne() {
    #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
    #expect(Holm.adjusted([]) == [])
  }

  @Test func pValuesAreNeverZeroNorNaN() {
    #expect(PValue(0).value == 1e-300)
    #expect(PValue(.nan).value == 1)
    #expect(PValue(lowerTail: 0.7, upperTail: 0.3).value == 0.6)
    #expect(PValue(lowerTail: 1, upperTail: 1).value == 1)
  }

  @Test func theWorstVerdictCountsAndNotKnowingIsWorseThanConsistent() {
    #expect(Verdict(combining: [.consistent, .consistent]) == .consistent)
    #expect(Verdict(combining: [.consistent, .cannotTell]) == .cannotTell)
    #expect(Verdict(combining: [.cannotTell, .suspicious]) == .suspicious)
    #expect(Verdict(combining: [.suspicious, .inconsistent]) == .inconsistent)
    #expect(Verdict(combining: []) == .cannotTell)
  }
}
