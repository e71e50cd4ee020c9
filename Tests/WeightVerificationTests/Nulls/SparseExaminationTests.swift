import Testing
import WeightInit
import WeightVerification

@Suite("Sparse draws")
struct SparseExaminationTests {
  private static let law = TensorLaw.sparse(zeroCount: 90, per: .neuron, standardDeviation: 0.01)

  private func draw(seed: Int, rows: Int = 200) -> [Double] {
    var generator = TestGenerator(seed: seed)
    return generator.sparse(rows: rows, columns: 100, zeroCount: 90, per: .neuron, scale: 0.01)
  }

  private func report(
    _ values: [Double],
    type: ElementType = .float32
  ) throws
    -> VerificationReport
  {
    try Case(rows: values.count / 100, columns: 100, law: Self.law, values: values, type: type)
      .report()
  }

  @Test("A correct draw goes through every test", arguments: [ElementType.float32, .bfloat16])
  func correct(type: ElementType) throws {
    let report = try report(draw(seed: 1), type: type)
    #expect(report.verdict == .consistent)
    for test in [
      "zero-count", "zero-places", "zero-runs", "mean", "variance", "row-direction",
      "column-direction", "extreme", "distribution",
    ] {
      #expect(report.result(test)?.verdict == .consistent, "\(test)")
    }
  }

  @Test("One zero too few breaks the exact rule, and nothing else is judged")
  func oneTooFew() throws {
    var values = draw(seed: 2)
    let place = try #require(values[700..<800].firstIndex(of: 0))
    values[place] = 0.01
    let report = try report(values)
    #expect(report.tests(.inconsistent) == ["zero-count"])
    #expect(report.result("zero-count")?.effect.contains("row 7 has 89") == true)
    #expect(report.result("variance") == nil)
  }

  @Test("Some zeros too many break the exact rule, where rounding cannot have made them")
  func tooMany() throws {
    var values = draw(seed: 3)
    for row in 0..<20 {
      let place = try #require(values[row * 100..<(row + 1) * 100].firstIndex { $0 != 0 })
      values[place] = 0
    }
    #expect(try report(values).tests(.inconsistent) == ["zero-count"])
  }

  @Test("A mask of independent choices breaks the exact rule")
  func independentMask() throws {
    var generator = TestGenerator(seed: 4)
    let values = (0..<20_000).map { _ in generator.uniform() < 0.9 ? 0 : 0.01 * generator.normal() }
    #expect(try report(values).tests(.inconsistent) == ["zero-count"])
  }

  /// 2000 entries that are not zero: the sum of squares moves by 6.6 standard errors.
  @Test("A scale 10 % too large is rejected")
  func scaled() throws {
    #expect(try report(draw(seed: 11).map { 1.1 * $0 }).tests(.inconsistent).contains("variance"))
  }

  @Test("Places that all neurons share are rejected")
  func sharedPlaces() throws {
    var generator = TestGenerator(seed: 5)
    let mask = draw(seed: 6, rows: 1).map { $0 != 0 }
    let values = (0..<20_000).map { mask[$0 % 100] ? 0.01 * generator.normal() : 0 }
    #expect(try report(values).tests(.inconsistent).contains("zero-places"))
  }

  @Test("Places that leave out no input are too even")
  func tooEven() throws {
    var generator = TestGenerator(seed: 7)
    let values = (0..<20_000).map { index in
      (index / 100 + index) % 10 == 0 ? 0.01 * generator.normal() : 0
    }
    #expect(try report(values).tests(.inconsistent).contains("zero-places"))
  }

  @Test("Blocks of neighbours are rejected, however they lie")
  func blocks() throws {
    var generator = TestGenerator(seed: 8)
    var values = Array(repeating: 0.0, count: 20_000)
    for row in 0..<200 {
      let start = Int(generator.uniform() * 100)
      for offset in 0..<10 {
        values[row * 100 + (start + offset) % 100] = 0.01 * generator.normal()
      }
    }
    #expect(try report(values).tests(.inconsistent).contains("zero-runs"))
  }

  @Test("Keeping the largest entries of a dense draw is rejected")
  func pruned() throws {
    var generator = TestGenerator(seed: 9)
    var values = generator.normals(20_000, scale: 0.01)
    for row in 0..<200 {
      let smallest = (row * 100..<(row + 1) * 100).sorted { abs(values[$0]) < abs(values[$1]) }
      for place in smallest.prefix(90) { values[place] = 0 }
    }
    #expect(try report(values).tests(.inconsistent).contains("variance"))
  }

  @Test("Neurons whose entries share a sign are rejected, although places differ")
  func correlated() throws {
    var values = draw(seed: 10)
    for index in values.indices {
      values[index] = (index / 100) % 2 == 0 ? abs(values[index]) : -abs(values[index])
    }
    let rejected = try report(values).tests(.inconsistent)
    #expect(rejected.contains("row-direction"))
    #expect(!rejected.contains("variance") && !rejected.contains("zero-count"))
  }

  @Test("A claim that fits no matrix of the size is said to be one")
  func impossible() throws {
    let report = try Case(
      rows: 2,
      columns: 3,
      law: .sparse(zeroCount: 3, per: .neuron, standardDeviation: 1),
      values: [1, 0, 0, 2, 0, 0]
    ).report()
    #expect(report.verdict == .cannotTell)
  }
}
