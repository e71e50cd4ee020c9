/// Independent normal values that keep between two bounds.
public struct TruncatedNormalFill: TensorFill {
  /// Where the values come from.
  public let stream: RandomStream
  /// The mean of the law that is truncated.
  public let mean: Double
  /// The standard deviation of the law that is truncated, not of what is left of it.
  public let standardDeviation: Double
  /// The bounds, in standard deviations from the mean.
  public let truncation: NormalTruncation

  /// Draws mean + standardDeviation · z, where z is standard normal between the bounds, by inversion:
  /// position i takes word i, so that no draw is thrown away.
  ///
  /// - Parameters:
  ///   - stream: Where the values come from.
  ///   - mean: The mean of the law that is truncated.
  ///   - standardDeviation: Its standard deviation, at least 0.
  ///   - truncation: The bounds, in standard deviations from the mean.
  public init(
    _ stream: RandomStream,
    mean: Double = 0,
    standardDeviation: Double,
    truncation: NormalTruncation
  ) {
    self.stream = stream
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.truncation = truncation
  }

  /// Draws the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    values.forEachCachedPart { start, part in
      stream.fillTruncatedNormal(
        from: range.lowerBound + start,
        truncation: truncation,
        into: part
      )
      Element.transform(part, center: 0, scale: standardDeviation, shift: mean)
    }
    guard mean != 0 else { return }
    // Adding the mean may round past a bound.
    let lowest = Element(mean + standardDeviation * truncation.lower)
    let highest = Element(mean + standardDeviation * truncation.upper)
    for index in values.indices { values[index] = min(max(values[index], lowest), highest) }
  }
}
