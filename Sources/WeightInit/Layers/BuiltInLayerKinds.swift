extension LayerKindRegistry {
  /// The layer kinds of this package.
  public static let builtIn = LayerKindRegistry(unchecked: [
    DenseLayer.self,
    Convolution1DLayer.self,
    Convolution2DLayer.self,
    Convolution3DLayer.self,
    EmbeddingLayer.self,
    FlattenLayer.self,
    PoolLayer.self,
    LayerNormalizationLayer.self,
    BatchNormalizationLayer.self,
    BareTensorLayer.self,
  ])
}
