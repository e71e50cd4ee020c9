extension LayerKindRegistry {
  /// The layer kinds of this package.
  public static let builtIn = LayerKindRegistry(unchecked: [
    DenseLayer.self,
    Convolution1DLayer.self,
    Convolution2DLayer.self,
    Convolution3DLayer.self,
    TransposedConvolution1DLayer.self,
    TransposedConvolution2DLayer.self,
    TransposedConvolution3DLayer.self,
    DepthwiseConvolutionLayer.self,
    EmbeddingLayer.self,
    RecurrentLayer.self,
    LSTMLayer.self,
    GRULayer.self,
    AttentionLayer.self,
    FlattenLayer.self,
    PoolLayer.self,
    LayerNormalizationLayer.self,
    BatchNormalizationLayer.self,
    GroupNormalizationLayer.self,
    RootMeanSquareNormalizationLayer.self,
    PReLULayer.self,
    TokensLayer.self,
    BareTensorLayer.self,
  ])
}
