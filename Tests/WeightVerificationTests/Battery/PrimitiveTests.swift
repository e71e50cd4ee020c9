import Foundation
import InitializationTheory
import Testing

@testable import WeightVerification

/// The functions behind the p-values, against values of 40 digits.
@Suite struct PrimitiveTests {
  private static func table() throws -> [String: Any] {
    let url = try #require(
      Bundle.module.url(forResource: "Golden/primitives.json", withExtension: nil)
    )
    return try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    )
  }

  private static func rows(_ name: String) throws -> [[Double]] {
    try #require(try table()[name] as? [[Double]])
  }

  private func agrees(_ value: Double, _ expected: Double, within tolerance: Double) -> Bool {
    abs(value - expected) <= tolerance * abs(expected)
  }

  @Test func gammaBetaAndNormalTails() throws {
    for row in try Self.rows("gammaQ") {
      #expect(agrees(IncompleteGamma.upper(shape: row[0], at: row[1]), row[2], within: 1e-9))
    }
    for row in try Self.rows("betaQ(a,b,x)=P(B>x)") {
      #expect(agrees(IncompleteBeta.upper(at: row[2], row[0], row[1]), row[3], within: 1e-9))
    }
    for row in try Self.rows("normal_sf") {
      #expect(agrees(StandardNormal.survivalProbability(row[0]), row[1], within: 1e-9))
    }
    for row in try Self.rows("normal_quantile") {
      #expect(abs(StandardNormal.quantile(row[0]) - row[1]) <= 1e-9)
    }
    for row in try Self.rows("kolmogorov_sf") {
      #expect(agrees(KolmogorovDistribution.survivalProbability(row[0]), row[1], within: 1e-9))
    }
    for row in try Self.rows("AD_sf_limit(Imhof)") {
      // The table has three to six digits.
      #expect(agrees(AndersonDarlingDistribution.survivalProbability(row[0]), row[1], within: 2e-3))
    }
  }

  /// The law of the largest eigenvalue, with the constants of `GramTest`.
  @Test func tracyWidomAsAGammaDistribution() throws {
    for row in try Self.rows("TW1_sf") {
      let p = IncompleteGamma.upper(shape: 46.446, at: (row[0] + 9.84801) / 0.186054)
      #expect(agrees(p, row[1], within: 0.03))
    }
  }

  @Test func momentsOfSquaredCosines() throws {
    let table = try #require(
      try Self.table()["corr_sum_moments(m,n)->mu,var,mu3"] as? [String: Any]
    )
    #expect(table.count == 4)
    for (key, value) in table {
      let shape = key.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
      let expected = try #require(value as? [Double])
      let moments = GramTest.moments(count: shape[0], length: shape[1])
      #expect(agrees(moments.mean, expected[0], within: 1e-12))
      #expect(agrees(moments.variance, expected[1], within: 1e-12))
      #expect(agrees(moments.third, expected[2], within: 1e-12))
    }
  }

  /// D = 0.05 of 500 values and 0.02 of 4096; the largest of 4096 absolute values.
  @Test func wholeTests() throws {
    let table = try #require(try Self.table()["pvalues_prototype"] as? [String: Any])
    func expected(_ key: String) throws -> Double { try #require(table[key] as? Double) }
    for (distance, count, key) in [
      (0.05, 500, "p_ks(D=.05,n=500)"), (0.02, 4096, "p_ks(.02,4096)"),
    ] {
      var sums = NormalSums()
      sums.count = count
      sums.kolmogorovDistance = distance
      let p = try #require(DistributionTest().result(for: sums)?.p)
      #expect(agrees(p, try expected(key), within: 1e-9), "\(key)")
    }
    for (largest, key) in [(4.2, "p_extreme(4.2,4096)"), (3.0, "p_extreme(3.0,4096)")] {
      var sums = NormalSums()
      sums.count = 4096
      sums.largest = largest
      let p = try #require(ExtremeTest().result(for: sums)?.p)
      #expect(agrees(p, try expected(key), within: 1e-9), "\(key)")
    }
  }

  /// The fourth moment that the law of `neyman` rests on.
  @Test func fourthMomentOfLegendreComponents() throws {
    let expected = try #require(try Self.table()["E|phi|^4 (Legendre 1..8)"] as? Double)
    #expect(agrees(NeymanTest.fourthMoment, expected, within: 1e-12))
  }

  @Test func occupiedPlaces() throws {
    for row in try Self.rows("occupancy_p(d,m,M)") {
      let tails = OccupancyTests.distinctTails(
        Int(row[0]),
        choices: Int(row[1]),
        places: Int(row[2])
      )
      let p = PValue(lowerTail: tails.lower, upperTail: tails.upper).value
      #expect(agrees(p, row[3], within: 1e-9), "\(row)")
    }
  }
}
