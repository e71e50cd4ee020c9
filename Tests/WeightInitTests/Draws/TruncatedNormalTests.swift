import Foundation
import Testing
import WeightInit

/// Known answers of truncated normal draws, made with mpmath.
private struct TruncatedVectors: Decodable {
  struct Bounds: Decodable {
    let lower, upper, below, between, above: String
    let values: [String]
  }

  let key, stream: String
  let bounds: [Bounds]

  static func load() throws -> TruncatedVectors {
    let url = try #require(
      Bundle.module.url(
        forResource: "truncated-normal",
        withExtension: "json",
        subdirectory: "Vectors"
      )
    )
    return try JSONDecoder().decode(TruncatedVectors.self, from: Data(contentsOf: url))
  }
}

@Suite("Truncated normal draws")
struct TruncatedNormalTests {
  private static func draw<Element: DrawnElement>(
    _ type: Element.Type,
    _ fill: TruncatedNormalFill,
    _ range: Range<Int>
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: range.count) { buffer, filled in
      fill.fill(range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
      filled = range.count
    }
  }

  @Test("Probabilities and values are those of exact arithmetic")
  func knownAnswers() throws {
    let vectors = try TruncatedVectors.load()
    #expect(vectors.bounds.count == 8)
    let key = try #require(UInt64(vectors.key.dropFirst(2), radix: 16))
    let identifier = try #require(UInt64(vectors.stream.dropFirst(2), radix: 16))
    for known in vectors.bounds {
      let lower = try #require(Double(known.lower)), upper = try #require(Double(known.upper))
      let truncation = try #require(NormalTruncation(lower: lower, upper: upper))
      for (found, text) in [
        (truncation.below, known.below), (truncation.between, known.between),
        (truncation.above, known.above),
      ] {
        let exact = try #require(Double(text))
        // exp(−x²/2) keeps about x² units in the last place.
        #expect(abs(found - exact) <= 4e-13 * exact)
      }
      let stream = RandomStream(key: key, identifier: identifier)
      let fill = TruncatedNormalFill(stream, standardDeviation: 1, truncation: truncation)
      let values = Self.draw(Float.self, fill, 0..<known.values.count)
      let refined = Self.draw(Double.self, fill, 0..<known.values.count)
      for (index, text) in known.values.enumerated() {
        let exact = try #require(Double(text))
        #expect(abs(Double(values[index]) - exact) <= 5e-7 * abs(exact), "[\(lower), \(upper)]")
        // 32 further bits move the value by less than one of the word's 2^32 cells.
        #expect(abs(refined[index] - exact) <= 1e-6 * max(abs(exact), 1))
      }
    }
  }

  /// False-alarm rate of the whole test below 1e-6: each of 12 statistics may be off by 5.5 standard
  /// errors.
  @Test(
    "Moments and quantiles are those of the law",
    arguments: [(-2.0, 2.0), (-0.5, 3.0), (1.0, 1.5)]
  )
  func moments(lower: Double, upper: Double) throws {
    let truncation = try #require(NormalTruncation(lower: lower, upper: upper))
    let stream = RandomStream(seed: 20, path: "truncated", role: "weight")
    let fill = TruncatedNormalFill(stream, standardDeviation: 1, truncation: truncation)
    let count = 1 << 20
    let values = Self.draw(Double.self, fill, 0..<count)
    // Moments by Simpson's rule over the density, independent of the draw.
    func moment(_ power: Int) -> Double {
      let steps = 20_000
      let width = (upper - lower) / Double(steps)
      var sum = 0.0, total = 0.0
      for step in 0...steps {
        let x = lower + Double(step) * width
        let weight = (step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2) * exp(-x * x / 2)
        sum += weight * pow(x, Double(power))
        total += weight
      }
      return sum / total
    }
    for power in 1...4 {
      let mean = moment(power)
      let error = (moment(2 * power) - mean * mean).squareRoot() / Double(count).squareRoot()
      let found = values.reduce(0) { $0 + pow($1, Double(power)) } / Double(count)
      #expect(abs(found - mean) < 5.5 * error, "moment \(power)")
    }
  }

  @Test("No value lies outside the bounds, in either type, with any mean")
  func support() throws {
    for (lower, upper) in [(-2.0, 2.0), (-.infinity, -1), (0, .infinity), (1, 1.0001)] {
      let truncation = try #require(NormalTruncation(lower: lower, upper: upper))
      for mean in [0, 0.3, -1000] {
        let stream = RandomStream(seed: 5, path: "bounds", role: "weight")
        let fill = TruncatedNormalFill(
          stream,
          mean: mean,
          standardDeviation: 0.02,
          truncation: truncation
        )
        let low = mean + 0.02 * lower, high = mean + 0.02 * upper
        let floats = Self.draw(Float.self, fill, 0..<50_000)
        #expect(floats.allSatisfy { $0 >= Float(low) && $0 <= Float(high) })
        let doubles = Self.draw(Double.self, fill, 0..<50_000)
        #expect(doubles.allSatisfy { $0 >= low && $0 <= high })
      }
    }
  }

  @Test("A range is that slice of the whole")
  func ranges() throws {
    let truncation = try #require(NormalTruncation(lower: -2, upper: 2))
    let stream = RandomStream(seed: 5, path: "ranges", role: "weight")
    let fill = TruncatedNormalFill(stream, standardDeviation: 1, truncation: truncation)
    let all = Self.draw(Float.self, fill, 0..<1000)
    for range in [0..<1, 3..<4, 61..<67, 255..<513, 999..<1000] {
      #expect(Self.draw(Float.self, fill, range) == Array(all[range]))
    }
  }

  @Test("Bounds that hold nothing of the law are refused")
  func empty() {
    for (lower, upper) in [(2.0, 2.0), (2, 1), (.nan, 1), (0, .nan), (40, 50), (-.infinity, -45)] {
      #expect(NormalTruncation(lower: lower, upper: upper) == nil)
    }
  }
}
