/// Independent draws from finitely many values.
public struct DiscreteFill: TensorFill {
  /// Where the values come from.
  public let stream: RandomStream
  private let outcomes: [Double]
  /// The value is the first whose threshold exceeds the 32-bit word.
  private let thresholds: [UInt64]

  /// Draws independent values, each with its probability rounded to a multiple of 2⁻³².
  ///
  /// - Parameters:
  ///   - stream: Where the choices come from; position i takes word i.
  ///   - values: The values that may occur.
  ///   - probabilities: Their probabilities, which add up to 1.
  public init(_ stream: RandomStream, values: [Double], probabilities: [Double]) {
    self.stream = stream
    outcomes = values
    var cumulative = 0.0
    thresholds = zip(values, probabilities).map { _, probability in
      cumulative += probability
      return UInt64(min(max(cumulative, 0), 1) * 0x1p32 + 0.5)
    }
  }

  /// Draws the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    let candidates = outcomes.map { Element($0) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { words in
      stream.fillWords(from: range.lowerBound, into: words)
      for index in values.indices {
        let word = UInt64(words[index])
        let choice = thresholds.firstIndex { word < $0 } ?? candidates.count - 1
        values[index] = candidates[choice]
      }
    }
  }
}
