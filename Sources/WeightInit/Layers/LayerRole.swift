/// What a layer does for the network beyond its kind, where a scheme or a rule may treat it otherwise.
public enum LayerRole: String, Sendable, Hashable, Codable, CaseIterable {
  /// The last layer of a residual branch, whose output is added to what skipped the branch.
  case residualLast = "residual-last"
  /// The layer that gives the scores of classes, or of a vocabulary.
  case classifier
}
