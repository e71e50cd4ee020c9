/// What flows between two layers, without the batch: features, or channels with spatial axes.
public struct FeatureShape: Sendable, Hashable, CustomStringConvertible {
  /// The number of features or channels.
  public var channels: Int
  /// The lengths of the spatial axes; empty for plain features.
  public var spatial: [Int]
  /// What was flattened into the features, channels first; empty when nothing was.
  public var flattenedFrom: [Int]

  /// Describes a shape.
  ///
  /// - Parameters:
  ///   - channels: The number of features or channels.
  ///   - spatial: The lengths of the spatial axes.
  ///   - flattenedFrom: What was flattened into the features, channels first.
  public init(channels: Int, spatial: [Int] = [], flattenedFrom: [Int] = []) {
    self.channels = channels
    self.spatial = spatial
    self.flattenedFrom = flattenedFrom
  }

  /// The shape in words, for example `32 channels of 7 × 7` or `784 features`.
  public var description: String {
    spatial.isEmpty
      ? "\(channels) features"
      : "\(channels) channels of " + spatial.map(String.init).joined(separator: " × ")
  }
}
