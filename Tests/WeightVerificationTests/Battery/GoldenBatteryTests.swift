import Foundation
import Testing
import WeightInit
import WeightVerification

/// p-values of an independent implementation (numpy and scipy) for matrices that it drew.
@Suite struct GoldenBatteryTests {
  struct Expectation: Decodable {
    struct Law: Decodable {
      var scheme: String
      var std: Double?
      var a: Double?
      var s2: Double?
      var k: Double?
    }
    var law: Law
    var p: [String: Double]
    /// The statistics behind the p-values.
    var statistics: [String: Double]
    /// Probabilities beyond A² in the law of Anderson and Darling's limit, by their series with 30
    /// digits.
    var limitP: [String: Double]

    var tensorLaw: TensorLaw? {
      switch law.scheme {
      case "normal":
        law.std.map { .independent(.normal(mean: 0, standardDeviation: $0)) }
      case "uniform":
        law.a.map { .independent(.uniform(low: -$0, high: $0)) }
      case "trunc":
        law.std.map {
          .independent(.truncatedNormal(mean: 0, standardDeviation: $0, lower: -2, upper: 2))
        }
      case "aci":
        law.s2.flatMap { s2 in law.k.map { .anticorrelated(variance: s2, k: $0) } }
      default: nil
      }
    }
  }

  @Test(
    "p-values agree with the reference to 1e-6",
    arguments: [
      "he_48x32", "he_128x200", "uniform_64x64", "trunc_64x100", "aci_96x64", "bad_std_64x64",
      "bad_lag_64x64",
    ]
  )
  func agreesWithReference(name: String) throws {
    let expectation = try #require(try Self.expectations()[name])
    let array = try NumpyArray(contentsOf: Self.url("\(name).npy"))
    let law = try #require(expectation.tensorLaw)
    let report = try Case(
      rows: array.rows,
      columns: array.columns,
      law: law,
      values: array.values,
      type: .float64
    ).report()
    #expect(expectation.p.count == 21)
    for (test, expected) in expectation.p {
      let p = try #require(report.result(test)?.p, "\(test)")
      // The reference takes the law of A² from Marsaglia & Marsaglia's approximation for N values,
      // this package from the exact limit.
      let tolerance = Self.andersonDarling.contains(test) ? 0.03 : 1e-6
      #expect(abs(p - expected) <= tolerance * expected, "\(test): \(p), expected \(expected)")
    }
    for (test, expected) in expectation.limitP {
      let p = try #require(report.result(test)?.p, "\(test)")
      #expect(abs(p - expected) <= 1e-6 * expected, "\(test): \(p), expected \(expected)")
    }
    for (test, expected) in expectation.statistics {
      let statistic = try #require(report.result(test)?.statistic, "\(test)")
      #expect(
        abs(statistic - expected) <= 1e-9 * max(1, abs(expected)),
        "\(test): \(statistic), expected \(expected)"
      )
    }
    #expect(expectation.statistics.count == 15 && expectation.limitP.count == 3)
    // The reference breaks no exact rule with any of them.
    #expect(
      report.tensors.first?.tests.allSatisfy {
        $0.family == .statistical
          || $0.verdict == .consistent
      } == true
    )
  }

  @Test func alphaIsSharedAmongGroups() throws {
    let array = try NumpyArray(contentsOf: Self.url("bad_std_64x64.npy"))
    let report = try Case(
      rows: array.rows,
      columns: array.columns,
      law: .independent(.normal(mean: 0, standardDeviation: 0.2)),
      values: array.values,
      type: .float64
    ).report(alpha: 0.01)
    // Primary: mean, variance, two directions, extreme, lag-row. There are no tests of a network, so
    // that the two groups have 4/9 each and the eigenvalue 1/9: 9/4 · 6 p, and for the 14 others
    // 9/4 · 14 p.
    let p = try #require(try Self.expectations()["bad_std_64x64"]?.p)
    let variance = try #require(report.result("variance")?.adjustedP)
    #expect(abs(variance - 13.5 * (p["variance"] ?? 0)) <= 1e-5 * variance)
    #expect(report.tests(.inconsistent).contains("variance"))
    // Second in the order, with 1 − 2/27 of the weight left.
    let norms = try #require(report.result("column-norm-distribution"))
    let expected = 31.5 * 25 / 27 * (norms.p ?? 0)
    #expect(abs((norms.adjustedP ?? 0) - expected) <= 1e-9 * expected)
  }

  private static let andersonDarling: Set = [
    "anderson-darling", "row-norm-distribution", "column-norm-distribution",
  ]

  private static func url(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Golden/\(name)", withExtension: nil))
  }

  private static func expectations() throws -> [String: Expectation] {
    try JSONDecoder().decode(
      [String: Expectation].self,
      from: Data(contentsOf: url("expected.json"))
    )
  }
}
