import Testing

@testable import WeightVerification

@Suite struct GramDeviationTests {
  private func deviation(_ vectors: [Double], workLimit: Int) -> GramDeviation {
    vectors.withUnsafeBufferPointer {
      GramDeviation(of: $0, count: 24, length: 32, workLimit: workLimit)
    }
  }

  @Test func aSubsetOfTheVectorsStillSeesEveryVector() {
    var generator = TestGenerator(seed: 1)
    let vectors = generator.orthogonal(rows: 24, columns: 32)
    // 4 · 4 · 32 / 2 multiplications allow four vectors: 0, 6, 12 and 18.
    let limit = 256
    let correct = deviation(vectors, workLimit: limit)
    #expect(correct.vectorCount == 4)
    #expect(correct.largest < 1e-14)
    #expect(deviation(vectors, workLimit: .max).vectorCount == 24)
    // A vector outside the subset that repeats another: right length, wrong direction.
    var repeated = vectors
    repeated.replaceSubrange(5 * 32..<6 * 32, with: vectors[7 * 32..<8 * 32])
    #expect(deviation(repeated, workLimit: .max).largest > 0.99)
    #expect(deviation(repeated, workLimit: limit).largest > 0.2)
  }

  @Test func whatIsNotANumberDeviatesWithoutLimit() {
    var vectors = Array(repeating: 0.0, count: 24 * 32)
    vectors[3] = .nan
    #expect(deviation(vectors, workLimit: .max).largest == .infinity)
  }
}
