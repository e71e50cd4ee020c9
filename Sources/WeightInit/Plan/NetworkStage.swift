/// A layer whose shapes are known.
struct NetworkStage {
  var name: String
  /// Where the layer stands in the document.
  var pointer: String
  var layer: LayerSpec
  var geometry: LayerGeometry
  /// What flows into the layer.
  var input: FeatureShape?
  /// What the layer's weights do for the network, as schemes see it; see ``ResidualBranches``.
  var role: LayerRole?

  var kind: String { type(of: layer.kind).identifier }
}
