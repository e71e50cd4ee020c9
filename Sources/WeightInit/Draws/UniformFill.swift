/// Independent uniform values.
public struct UniformFill: TensorFill {
  /// Where the values come from.
  public let stream: RandomStream
  /// The lower end of the interval.
  public let low: Double
  /// The upper end of the interval.
  public let high: Double

  /// Draws independent values from the closed interval from `low` to `high`.
  ///
  /// - Parameters:
  ///   - stream: Where the values come from; position i takes value i.
  ///   - low: The lower end.
  ///   - high: The upper end, above `low`.
  public init(_ stream: RandomStream, low: Double, high: Double) {
    self.stream = stream
    self.low = low
    self.high = high
  }

  /// Draws the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    let halfWidth = (high - low) / 2
    values.forEachCachedPart { start, part in
      stream.fillUniform(from: range.lowerBound + start, into: part)
      Element.transform(part, center: 0, scale: halfWidth, shift: low + halfWidth)
    }
    guard low != -high else { return }
    // Adding the middle of the interval may round past an end.
    let (lowest, highest) = (Element(low), Element(high))
    for index in values.indices { values[index] = min(max(values[index], lowest), highest) }
  }
}
