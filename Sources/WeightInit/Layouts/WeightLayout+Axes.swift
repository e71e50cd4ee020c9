extension WeightLayout {
  /// How this layout stores the weights of a layer.
  ///
  /// - Parameter weight: The weights.
  /// - Returns: The order of axes, and the stored shape with merged axes.
  func store(_ weight: LayerGeometry.Weight) -> (order: AxisOrder, shape: [Int]) {
    let logical = weight.logicalShape
    if let storedOrder = weight.storedOrder {
      let order = AxisOrder(
        logicalShape: logical,
        permutation: storedOrder,
        neuronAxes: weight.neuronAxes
      )
      return (order, weight.storedShape ?? storedOrder.map { logical[$0] })
    }
    // Axis 0 holds the neurons, axis 1 the input channels, the others are spatial.
    let spatial = Array(logical.indices.dropFirst(2))
    let permutation: [Int] =
      switch self {
      case _ where logical.count < 2: Array(logical.indices)
      case .pytorch: Array(logical.indices)
      case .keras: spatial + [1, 0]
      case .mlx: [0] + spatial + [1]
      }
    let order = AxisOrder(
      logicalShape: logical,
      permutation: permutation,
      neuronAxes: weight.neuronAxes
    )
    if let shape = weight.storedShape { return (order, shape) }
    guard weight.mergedInputAxes > 1 else {
      return (order, permutation.map { logical[$0] })
    }
    return (order, self == .keras ? [weight.fanIn, logical[0]] : [logical[0], weight.fanIn])
  }

  /// The name of a tensor within its layer.
  ///
  /// - Parameters:
  ///   - role: What the tensor is for.
  ///   - kind: The layer's kind.
  /// - Returns: The last part of the tensor's name.
  func name(of role: TensorRole, in kind: String) -> String {
    switch (self, role) {
    case (.keras, .weight): kind == EmbeddingLayer.identifier ? "embeddings" : "kernel"
    case (.keras, .scale): "gamma"
    case (.keras, .shift): "beta"
    case (.keras, .runningMean): "moving_mean"
    case (.keras, .runningVariance): "moving_variance"
    case (.keras, .slope): "alpha"
    case (_, .weight), (_, .scale), (_, .slope): "weight"
    case (_, .bias), (_, .shift): "bias"
    case (_, .runningMean): "running_mean"
    case (_, .runningVariance): "running_var"
    }
  }
}
