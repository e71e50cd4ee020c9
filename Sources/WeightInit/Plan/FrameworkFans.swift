/// What a framework counts as the fans of a layer's weights.
///
/// Frameworks count on the shape of the stored tensor alone, by one rule for every layer, and so know
/// nothing of groups, of transposed convolutions, or of maps that share a tensor.
public struct FrameworkFans: Sendable, Hashable {
  /// A framework whose initializers count fans.
  public enum Framework: String, Sendable, Hashable, Codable, CaseIterable {
    /// `torch.nn.init`: axis 1 and axis 0, each times the axes behind them.
    case torch
    /// Keras: the last axis but one and the last, each times the axes before them; the axes of an
    /// attention's kernels are named to it.
    case keras
    /// `jax.nn.initializers` as Flax calls them: as Keras, on Flax's kernels.
    case jax
    /// `mlx.nn.init`: the last axis and the first, each times the axes between.
    case mlx
  }

  /// The framework.
  public let framework: Framework
  /// The shape in which the framework stores the weights.
  public let shape: [Int]
  /// What it counts as weights into a neuron.
  public let fanIn: Double
  /// What it counts as weights out of an input.
  public let fanOut: Double

  /// Counts as a framework does; `nil` for vectors, whose fans frameworks do not count or refuse.
  ///
  /// - Parameters:
  ///   - framework: The framework.
  ///   - shape: The shape in which it stores the weights.
  public init?(_ framework: Framework, counting shape: [Int]) {
    guard shape.count >= 2, let first = shape.first, let last = shape.last else { return nil }
    self.framework = framework
    self.shape = shape
    switch framework {
    case .torch:
      let field = Double(shape.dropFirst(2).reduce(1, *))
      (fanIn, fanOut) = (Double(shape[1]) * field, Double(first) * field)
    case .keras, .jax:
      let field = Double(shape.dropLast(2).reduce(1, *))
      (fanIn, fanOut) = (Double(shape[shape.count - 2]) * field, Double(last) * field)
    case .mlx:
      let field = Double(shape.dropFirst().dropLast().reduce(1, *))
      (fanIn, fanOut) = (Double(last) * field, Double(first) * field)
    }
  }

  /// Counts as a framework does that is told which axes are inputs and outputs.
  private init(_ framework: Framework, shape: [Int], fanIn: Int, fanOut: Int) {
    self.framework = framework
    self.shape = shape
    self.fanIn = Double(fanIn)
    self.fanOut = Double(fanOut)
  }

  /// What all frameworks count for the weights of a part of a layer.
  ///
  /// - Parameters:
  ///   - index: The position of a map of the layer.
  ///   - layer: The layer.
  ///   - input: What flows into it.
  ///   - hasBias: Whether it has a bias.
  /// - Returns: The fans, without those of frameworks that have no such layer.
  static func all(
    ofMap index: Int,
    of layer: any LayerKind,
    input: FeatureShape?,
    hasBias: Bool
  ) -> [FrameworkFans] {
    Framework.allCases.compactMap { framework in
      let layout: WeightLayout =
        switch framework {
        case .torch: .pytorch
        case .keras, .jax: .keras
        case .mlx: .mlx
        }
      guard
        let geometry = try? layer.geometry(
          of: input,
          in: LayerSetting(hasBias: hasBias, layout: layout)
        ), geometry.maps.indices.contains(index)
      else { return nil }
      for part in geometry.parts {
        guard case .weights(let maps, let weight) = part.content, maps.contains(index) else {
          continue
        }
        let shape = layout.store(weight).shape
        switch (framework, layer) {
        case (.keras, is AttentionLayer), (.jax, is AttentionLayer):
          // Both name the axes of heads among the outputs, or among the inputs of the output's map.
          return FrameworkFans(
            framework,
            shape: shape,
            fanIn: weight.fanIn,
            fanOut: weight.neurons
          )
        case (.jax, is EmbeddingLayer):
          return FrameworkFans(framework, shape: shape, fanIn: shape[1], fanOut: shape[1])
        case (.jax, is any ConvolutionLayer<TransposedConvolution>):
          // Flax stores (kernel…, in, out).
          return FrameworkFans(
            .jax,
            counting: weight.kernel + [weight.fanIn / weight.kernel.reduce(1, *), weight.neurons]
          )
        case (.jax, is DepthwiseConvolutionLayer):
          // Flax has a convolution of as many groups as channels.
          return FrameworkFans(.jax, counting: weight.kernel + [1, weight.neurons])
        default: return FrameworkFans(framework, counting: shape)
        }
      }
      return nil
    }
  }
}
