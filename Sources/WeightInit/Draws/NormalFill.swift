/// Independent normal values.
public struct NormalFill: TensorFill {
  /// Where the values come from.
  public let stream: RandomStream
  /// The mean of the values.
  public let mean: Double
  /// Their standard deviation.
  public let standardDeviation: Double

  /// Draws independent normal values: mean + standardDeviation · z, computed in float64.
  ///
  /// - Parameters:
  ///   - stream: Where the values come from; position i takes value i.
  ///   - mean: The mean of the values.
  ///   - standardDeviation: Their standard deviation, at least 0.
  public init(_ stream: RandomStream, mean: Double = 0, standardDeviation: Double) {
    self.stream = stream
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Draws the values at some positions.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    values.forEachCachedPart { start, part in
      stream.fillNormal(from: range.lowerBound + start, into: part)
      Element.transform(part, center: 0, scale: standardDeviation, shift: mean)
    }
  }
}
