/// A random stream of a plan, with the names from which it follows.
public struct PlannedStream: Sendable, Hashable {
  /// What the stream belongs to: a layer, or `layer/map` for layers of several maps.
  public let path: String
  /// What the values are for.
  public let role: String
  /// The stream.
  public let stream: RandomStream

  init(seed: UInt64, path: String, role: String) {
    self.path = path
    self.role = role
    stream = RandomStream(seed: seed, path: path, role: role)
  }
}
