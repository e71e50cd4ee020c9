import Testing
import WeightInit

@testable import WeightVerification

@Suite struct LargestEigenvalueTests {
  /// Orthonormal vectors, each multiplied by a number: the eigenvalues are the squares of these.
  @Test(arguments: [(5, 9), (24, 32), (32, 32)], [1, 2])
  func theEigenvaluesOfOrthogonalVectorsAreTheirSquaredLengths(
    shape: (Int, Int),
    jobs: Int
  ) throws {
    let (count, length) = shape
    var generator = TestGenerator(seed: 51)
    let unit = generator.orthogonal(rows: count, columns: length)
    let lengths = (0..<count).map { 1 + Double(($0 * 7) % count) / 3 }
    let vectors = unit.indices.map { unit[$0] * lengths[$0 / length] }
    let expected = try #require(lengths.max()) * #require(lengths.max())
    let found = vectors.withUnsafeBufferPointer {
      LargestEigenvalue.ofGram($0, count: count, length: length, jobs: jobs)
    }
    #expect(abs(found - expected) < 1e-7 * expected)
  }

  /// Where not all neurons can be compared with each other, all still go into the eigenvalue: of a
  /// quarter of them most of what a common direction adds would be lost.
  @Test func moreNeuronsGoIntoTheEigenvalueThanAreCompared() throws {
    var generator = TestGenerator(seed: 52)
    let subject = Case(
      rows: 512,
      columns: 512,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: generator.normals(512 * 512, scale: 0.1),
      isTransposed: true
    )
    let all = try #require(try subject.report().result("largest-eigenvalue"))
    let some = try subject.report(correlationWork: 1 << 25)
    #expect(some.result("correlation-sum")?.null.contains("362 of 512 rows") == true)
    let found = try #require(some.result("largest-eigenvalue"))
    #expect(found.null == all.null)
    // In units of the law's scale.
    #expect(abs((found.statistic ?? 0) - (all.statistic ?? 100)) < 1e-3)
    #expect(try subject.report(correlationWork: 1 << 25, jobs: 2) == some)
  }
}
