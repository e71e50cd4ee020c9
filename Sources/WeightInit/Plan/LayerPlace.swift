/// Where a layer stands in its document.
struct LayerPlace: Sendable {
  /// The layer, as a JSON pointer.
  var pointer: String
  /// Whether the layer right before could not be read and is missing.
  var followsUnread = false
  /// Whether the layer stands in a repeated group.
  var isRepeated = false

  /// The places of layers that stand one after the other.
  static func list(_ count: Int) -> [LayerPlace] {
    (0..<count).map { LayerPlace(pointer: "/layers/\($0)") }
  }
}
