/// What a layer kind must know besides its own parameters and its input.
public struct LayerSetting: Sendable, Hashable {
  /// Whether the layer has a bias.
  public var hasBias: Bool
  /// The order of axes and the names in which the tensors will be stored.
  public var layout: WeightLayout

  /// Describes a setting.
  ///
  /// - Parameters:
  ///   - hasBias: Whether the layer has a bias.
  ///   - layout: The order of axes and the names.
  public init(hasBias: Bool, layout: WeightLayout = .pytorch) {
    self.hasBias = hasBias
    self.layout = layout
  }
}
