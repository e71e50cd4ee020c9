import Testing
import WeightInit
import WeightVerification

@Suite struct FaultTests {
  @Test("every fault is rejected by the test made for it", arguments: BuiltInFaults.all.map(\.name))
  func isRejected(name: String) throws {
    let fault = try #require(BuiltInFaults.all.first { $0.name == name })
    var generator = TestGenerator(seed: 11)
    let report = try fault.draw(&generator).report()
    #expect(report.verdict == .inconsistent)
    #expect(!fault.detectors.isDisjoint(with: report.tests(.inconsistent)))
  }

  @Test(
    "one value that is not a number is reported, and nothing else is tested",
    arguments: [Double.nan, .infinity, -.infinity],
    [ElementType.float32, .float64, .float16, .bfloat16]
  )
  func nonFinite(value: Double, type: ElementType) throws {
    var generator = TestGenerator(seed: 3)
    var values = generator.normals(12 * 8, scale: 0.1)
    values[17] = value
    let report = try Case(
      rows: 12,
      columns: 8,
      law: .anticorrelated(variance: 2, k: 100),
      values: values,
      type: type
    ).report()
    #expect(report.verdict == .inconsistent)
    #expect(report.tensors.first?.tests.map(\.test) == ["finite"])
    #expect(report.tensors.first?.measured.nonFinite == 1)
  }

  @Test func aBiasThatIsNotZeroIsRejected() throws {
    var values = Array(repeating: 0.0, count: 10)
    #expect(
      try Case(rows: 10, columns: 1, law: .constant(0), values: values).report().verdict
        == .consistent
    )
    values[4] = 1e-30
    let report = try Case(rows: 10, columns: 1, law: .constant(0), values: values).report()
    #expect(report.tests(.inconsistent) == ["constant-value"])
    #expect(report.result("constant-value")?.statistic == 1)
  }

  @Test(arguments: ElementType.allCases)
  func aConstantIsComparedAfterRoundingToTheElementType(type: ElementType) throws {
    let values = Array(repeating: 0.1, count: 6)
    let report = try Case(rows: 2, columns: 3, law: .constant(0.1), values: values, type: type)
      .report()
    #expect(report.verdict == .consistent)
  }
}
